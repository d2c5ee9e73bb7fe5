/**
 * What every search for a prompt shares: candidates as values, a scorer with remembered
 * evaluations, a proposer that asks a model, and the loop with its budget and history.
 */
@NullMarked
package dev.chiron.prompting.search;

import org.jspecify.annotations.NullMarked;
