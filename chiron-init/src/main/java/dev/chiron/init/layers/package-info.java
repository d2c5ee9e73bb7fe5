/** Networks of other depths, and weights made for them from the layers of a network at hand. */
@NullMarked
package dev.chiron.init.layers;

import org.jspecify.annotations.NullMarked;
