/** What stands between a command and the terminal: input, output, progress, exit codes. */
@NullMarked
package dev.chiron.app.console;

import org.jspecify.annotations.NullMarked;
