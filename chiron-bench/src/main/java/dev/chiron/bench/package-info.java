/** Benchmarks and comparisons with peers. */
@NullMarked
package dev.chiron.bench;

import org.jspecify.annotations.NullMarked;
