@NullMarked
package dev.chiron.nn.weights;

import org.jspecify.annotations.NullMarked;
