@NullMarked
package dev.chiron.nn.tokenizer;

import org.jspecify.annotations.NullMarked;
