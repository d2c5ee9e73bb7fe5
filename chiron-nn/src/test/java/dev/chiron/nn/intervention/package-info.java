@NullMarked
package dev.chiron.nn.intervention;

import org.jspecify.annotations.NullMarked;
