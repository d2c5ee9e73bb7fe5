/** Prompts as values, and how a task's pieces become one. */
@NullMarked
package dev.chiron.core.prompt;

import org.jspecify.annotations.NullMarked;
