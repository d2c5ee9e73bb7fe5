/** Instruction tuning of a user's model on a user's tasks, with tasks held out to prove it. */
@NullMarked
package dev.chiron.tuning.instruct;

import org.jspecify.annotations.NullMarked;
