/**
 * A small world of tasks with instructions: which symbol of a list to choose and what to do with
 * it. It is what studies of instruction data train small models on.
 */
@NullMarked
package dev.chiron.data.listops;

import org.jspecify.annotations.NullMarked;
