/** Reproductions of what is claimed of instruction data: mixtures and selections. */
@NullMarked
package dev.chiron.bench.data;

import org.jspecify.annotations.NullMarked;
