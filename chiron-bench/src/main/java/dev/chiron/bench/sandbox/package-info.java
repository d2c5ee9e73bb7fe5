/** How many model-written programs a sandbox runs in a minute. */
@NullMarked
package dev.chiron.bench.sandbox;

import org.jspecify.annotations.NullMarked;
