/**
 * Instruction tuning: a model is trained on many tasks as encoded instructions, and measured on
 * tasks that it has never seen.
 */
@NullMarked
package dev.chiron.data.instruct;

import org.jspecify.annotations.NullMarked;
