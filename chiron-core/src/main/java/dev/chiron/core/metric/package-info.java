/** Metrics with the field's definitions. */
@NullMarked
package dev.chiron.core.metric;

import org.jspecify.annotations.NullMarked;
