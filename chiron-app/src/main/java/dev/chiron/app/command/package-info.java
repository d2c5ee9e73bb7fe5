/** The commands, one class each. */
@NullMarked
package dev.chiron.app.command;

import org.jspecify.annotations.NullMarked;
