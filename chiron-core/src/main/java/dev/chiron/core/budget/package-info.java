/** What may be spent, and what was. */
@NullMarked
package dev.chiron.core.budget;

import org.jspecify.annotations.NullMarked;
