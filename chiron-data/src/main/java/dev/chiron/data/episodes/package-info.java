/**
 * Episodes: a task's demonstrations in one sequence, to train a model to learn from its context.
 */
@NullMarked
package dev.chiron.data.episodes;

import org.jspecify.annotations.NullMarked;
