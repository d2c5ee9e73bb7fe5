@NullMarked
package dev.chiron.nn.tensor;

import org.jspecify.annotations.NullMarked;
