@NullMarked
package dev.chiron.nn.architecture;

import org.jspecify.annotations.NullMarked;
