/** Seeded randomness: independent named streams from one seed. */
@NullMarked
package dev.chiron.core.random;

import org.jspecify.annotations.NullMarked;
