@NullMarked
package dev.chiron.nn.meta;

import org.jspecify.annotations.NullMarked;
