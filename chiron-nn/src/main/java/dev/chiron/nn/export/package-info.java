/** Models and adapters as the files of other programs. */
@NullMarked
package dev.chiron.nn.export;

import org.jspecify.annotations.NullMarked;
