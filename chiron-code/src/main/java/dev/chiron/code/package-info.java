/** Programs: what models can write, complete and know of them. */
@NullMarked
package dev.chiron.code;

import org.jspecify.annotations.NullMarked;
