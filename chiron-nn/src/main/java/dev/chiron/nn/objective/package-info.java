/** What is minimised, beside the next token: preferences, choices, teachers, spans and pairs. */
@NullMarked
package dev.chiron.nn.objective;

import org.jspecify.annotations.NullMarked;
