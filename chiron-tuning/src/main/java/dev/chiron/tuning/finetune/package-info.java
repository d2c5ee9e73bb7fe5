/** Fine-tuning on a task's training examples: all weights, or an adapter. */
@NullMarked
package dev.chiron.tuning.finetune;

import org.jspecify.annotations.NullMarked;
