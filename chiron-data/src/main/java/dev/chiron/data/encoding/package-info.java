/**
 * How a task's instruction, its demonstrations and an input become the text that a model is given,
 * within a number of tokens.
 */
@NullMarked
package dev.chiron.data.encoding;

import org.jspecify.annotations.NullMarked;
