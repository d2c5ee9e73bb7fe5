/** Pre-training from a recipe: tokenizer, corpus, training, export. */
@NullMarked
package dev.chiron.tuning.pretraining;

import org.jspecify.annotations.NullMarked;
