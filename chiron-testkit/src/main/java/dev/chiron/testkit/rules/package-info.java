/**
 * A world of hidden rules and a simulated reader of it: instructions as prior, exemplars as
 * likelihood.
 */
@NullMarked
package dev.chiron.testkit.rules;

import org.jspecify.annotations.NullMarked;
