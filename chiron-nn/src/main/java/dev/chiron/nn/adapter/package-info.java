/** Small sets of parameters that change a model whose weights stay as they are. */
@NullMarked
package dev.chiron.nn.adapter;

import org.jspecify.annotations.NullMarked;
