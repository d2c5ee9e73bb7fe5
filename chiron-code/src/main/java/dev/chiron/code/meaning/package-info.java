/**
 * Whether a model that learned only the text of programs holds the states that they run through
 * (arXiv 2305.11169): small languages with their meaning, and the study of it.
 */
@NullMarked
package dev.chiron.code.meaning;

import org.jspecify.annotations.NullMarked;
