/** Instruction data: shipped tasks, generators, collections, mixtures. */
@NullMarked
package dev.chiron.data;

import org.jspecify.annotations.NullMarked;
