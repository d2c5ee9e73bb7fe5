/** Fine-tuning on a task's training examples: all weights, or a low-rank adapter. */
@NullMarked
package dev.chiron.tuning.finetune;

import org.jspecify.annotations.NullMarked;
