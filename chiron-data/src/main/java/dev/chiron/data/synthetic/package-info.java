/**
 * Families of small synthetic tasks, without limit in number: what a model is trained on so that it
 * reads a new task from an instruction and demonstrations. None of them is a shipped task.
 */
@NullMarked
package dev.chiron.data.synthetic;

import org.jspecify.annotations.NullMarked;
