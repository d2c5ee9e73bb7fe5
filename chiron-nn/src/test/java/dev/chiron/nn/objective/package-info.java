@NullMarked
package dev.chiron.nn.objective;

import org.jspecify.annotations.NullMarked;
