/** A user's texts as rows of tokens, and training phases over them. */
@NullMarked
package dev.chiron.init.corpus;

import org.jspecify.annotations.NullMarked;
