/** Programming problems with tests, and what becomes of a solution when its tests are run. */
@NullMarked
package dev.chiron.code.execution;

import org.jspecify.annotations.NullMarked;
