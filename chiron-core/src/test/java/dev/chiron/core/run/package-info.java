/** Tests of runs. */
@NullMarked
package dev.chiron.core.run;

import org.jspecify.annotations.NullMarked;
