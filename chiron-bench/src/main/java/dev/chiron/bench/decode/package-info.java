/** How fast a decoder reads prompts and writes completions. */
@NullMarked
package dev.chiron.bench.decode;

import org.jspecify.annotations.NullMarked;
