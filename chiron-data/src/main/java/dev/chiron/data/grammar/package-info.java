/** Sentences from templates with slots: what generators of tasks are written in. */
@NullMarked
package dev.chiron.data.grammar;

import org.jspecify.annotations.NullMarked;
