/**
 * Dual process learning (Anand et al., 2025, arXiv 2406.00053): forgetting embeddings while
 * training, so that a model answers from its context where its weights know nothing, and the
 * measurement of which of the two it does.
 */
@NullMarked
package dev.chiron.init.dualprocess;

import org.jspecify.annotations.NullMarked;
