/** Atomic files and the one JSON configuration. */
@NullMarked
package dev.chiron.core.io;

import org.jspecify.annotations.NullMarked;
