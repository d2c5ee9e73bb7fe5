/**
 * Survival of the most influential prompts (arXiv 2310.12774): short prompts of words, searched
 * over the few words that the model reacts to.
 */
@NullMarked
package dev.chiron.prompting.claps;

import org.jspecify.annotations.NullMarked;
