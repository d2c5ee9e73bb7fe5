/** Tests of the command as a user calls it, and of the picture of the modules. */
@NullMarked
package dev.chiron.app;

import org.jspecify.annotations.NullMarked;
