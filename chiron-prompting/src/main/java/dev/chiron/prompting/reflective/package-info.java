/**
 * Reflective evolution of prompts (arXiv 2507.19457): a pool with a Pareto front over examples, a
 * model that learns from rollouts, and merges of candidates with a common ancestor.
 */
@NullMarked
package dev.chiron.prompting.reflective;

import org.jspecify.annotations.NullMarked;
