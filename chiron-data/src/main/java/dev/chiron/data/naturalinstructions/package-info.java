/**
 * Cross-task generalisation via natural language instructions (Mishra et al., 2022, arXiv
 * 2104.08773; version 2: Wang et al., 2022, arXiv 2204.07705): learn from some tasks' instructions,
 * do others.
 */
@NullMarked
package dev.chiron.data.naturalinstructions;

import org.jspecify.annotations.NullMarked;
