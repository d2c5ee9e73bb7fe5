/**
 * Reading and writing tasks: Chiron's own JSON and the formats in which the field keeps tasks.
 *
 * <p>{@link dev.chiron.core.task.format.TaskFormats} is the door: it knows every format by name and
 * recognises the format of a path. A mistake in a file is an {@link
 * dev.chiron.core.error.InputException} that names the file, the line and the field.
 */
@NullMarked
package dev.chiron.core.task.format;

import org.jspecify.annotations.NullMarked;
