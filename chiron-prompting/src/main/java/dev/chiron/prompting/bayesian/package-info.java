/**
 * Bayesian search over pairs of instruction and exemplar set (arXiv 2406.11695): sets from the
 * model's own right answers, instructions grounded on the data, and a tree-structured Parzen
 * estimator that says which pair is tried next.
 */
@NullMarked
package dev.chiron.prompting.bayesian;

import org.jspecify.annotations.NullMarked;
