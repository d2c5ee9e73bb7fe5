/** Runs: one directory each, atomic, resumable. */
@NullMarked
package dev.chiron.core.run;

import org.jspecify.annotations.NullMarked;
