/** Tasks: an instruction, demonstrations, labels, splits and a metric. */
@NullMarked
package dev.chiron.core.task;

import org.jspecify.annotations.NullMarked;
