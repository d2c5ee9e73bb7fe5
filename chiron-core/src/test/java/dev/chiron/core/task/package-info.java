@NullMarked
package dev.chiron.core.task;

import org.jspecify.annotations.NullMarked;
