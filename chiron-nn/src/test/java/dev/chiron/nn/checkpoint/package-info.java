@NullMarked
package dev.chiron.nn.checkpoint;

import org.jspecify.annotations.NullMarked;
