/** Generation and scoring of token sequences, batched, with a cache of keys and values. */
@NullMarked
package dev.chiron.nn.generation;

import org.jspecify.annotations.NullMarked;
