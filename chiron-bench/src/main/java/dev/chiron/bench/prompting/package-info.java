/**
 * The reproductions of the prompting methods: they need simulated and tiny models, which the
 * methods' own module may not see.
 */
@NullMarked
package dev.chiron.bench.prompting;

import org.jspecify.annotations.NullMarked;
