/** The chiron command. */
@NullMarked
package dev.chiron.app;

import org.jspecify.annotations.NullMarked;
