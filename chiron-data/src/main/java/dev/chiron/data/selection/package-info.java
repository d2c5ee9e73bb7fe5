/** Selection of a part of a pool under a budget: what is known of the candidates, and selectors. */
@NullMarked
package dev.chiron.data.selection;

import org.jspecify.annotations.NullMarked;
