/** Methods, their cards and their reproductions. */
@NullMarked
package dev.chiron.core.method;

import org.jspecify.annotations.NullMarked;
