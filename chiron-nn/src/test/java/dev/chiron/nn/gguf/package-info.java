@NullMarked
package dev.chiron.nn.gguf;

import org.jspecify.annotations.NullMarked;
