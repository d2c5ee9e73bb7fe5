@NullMarked
package dev.chiron.nn.export;

import org.jspecify.annotations.NullMarked;
