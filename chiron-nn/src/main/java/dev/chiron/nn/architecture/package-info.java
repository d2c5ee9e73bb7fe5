/** Models as pure functions of weights and input, driven by configuration. */
@NullMarked
package dev.chiron.nn.architecture;

import org.jspecify.annotations.NullMarked;
