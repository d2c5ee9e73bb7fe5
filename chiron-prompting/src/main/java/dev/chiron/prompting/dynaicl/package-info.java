/**
 * Dynamic in-context learning (arXiv 2305.11170): a small controller decides how many
 * demonstrations each input deserves under a budget of tokens.
 */
@NullMarked
package dev.chiron.prompting.dynaicl;

import org.jspecify.annotations.NullMarked;
