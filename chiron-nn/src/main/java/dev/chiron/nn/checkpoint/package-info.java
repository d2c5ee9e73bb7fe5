/** Weights on disk: safetensors, in one file or sharded, checked before anything is trusted. */
@NullMarked
package dev.chiron.nn.checkpoint;

import org.jspecify.annotations.NullMarked;
