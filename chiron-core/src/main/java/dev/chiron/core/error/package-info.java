/** What went wrong, said for the user who can mend it. */
@NullMarked
package dev.chiron.core.error;

import org.jspecify.annotations.NullMarked;
