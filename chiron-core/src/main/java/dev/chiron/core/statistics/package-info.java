/** Intervals and tests for comparing predictors. */
@NullMarked
package dev.chiron.core.statistics;

import org.jspecify.annotations.NullMarked;
