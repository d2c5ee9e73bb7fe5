@NullMarked
package dev.chiron.nn.quantization;

import org.jspecify.annotations.NullMarked;
