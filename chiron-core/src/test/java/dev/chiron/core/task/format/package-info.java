@NullMarked
package dev.chiron.core.task.format;

import org.jspecify.annotations.NullMarked;
