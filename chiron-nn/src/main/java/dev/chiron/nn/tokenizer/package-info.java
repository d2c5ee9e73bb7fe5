/**
 * From text to token ids and back: {@code tokenizer.json} files, and a trainer of byte-level
 * byte-pair encodings that writes them.
 */
@NullMarked
package dev.chiron.nn.tokenizer;

import org.jspecify.annotations.NullMarked;
