/**
 * Diversify and Conquer (arXiv 2409.11378): k-means quality sampling, and its refinement by what
 * the model being trained has not learnt yet.
 */
@NullMarked
package dev.chiron.data.diversifyandconquer;

import org.jspecify.annotations.NullMarked;
