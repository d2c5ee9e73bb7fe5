@NullMarked
package dev.chiron.nn.generation;

import org.jspecify.annotations.NullMarked;
