/**
 * The libtorch engine: tensors, architectures, weights, interventions, tokenizers, checkpoints,
 * generation, training.
 */
@NullMarked
package dev.chiron.nn;

import org.jspecify.annotations.NullMarked;
