@NullMarked
package dev.chiron.nn.local;

import org.jspecify.annotations.NullMarked;
