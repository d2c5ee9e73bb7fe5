/** Weights as named tensors: read-only views, and parameters that own theirs. */
@NullMarked
package dev.chiron.nn.weights;

import org.jspecify.annotations.NullMarked;
