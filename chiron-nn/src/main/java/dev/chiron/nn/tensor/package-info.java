/** Tensors of libtorch, and the scopes that free their native memory. */
@NullMarked
package dev.chiron.nn.tensor;

import org.jspecify.annotations.NullMarked;
