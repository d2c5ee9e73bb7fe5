/** Frozen weights in fewer bits, made whole again where they are used. */
@NullMarked
package dev.chiron.nn.quantization;

import org.jspecify.annotations.NullMarked;
