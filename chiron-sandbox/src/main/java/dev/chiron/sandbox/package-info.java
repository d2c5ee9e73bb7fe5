/** Sandboxes for model-written programs; each is a service behind {@code ProgramRunner}. */
@NullMarked
package dev.chiron.sandbox;

import org.jspecify.annotations.NullMarked;
