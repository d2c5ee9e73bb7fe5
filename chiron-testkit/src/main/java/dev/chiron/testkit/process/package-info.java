/** Processes that are killed and started again. */
@NullMarked
package dev.chiron.testkit.process;

import org.jspecify.annotations.NullMarked;
