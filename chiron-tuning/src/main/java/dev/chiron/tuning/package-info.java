/** Adaptation of weights. */
@NullMarked
package dev.chiron.tuning;

import org.jspecify.annotations.NullMarked;
