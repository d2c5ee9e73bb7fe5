/**
 * Puzzles whose answers can be checked, and a simulated model that solves, checks, programs and
 * conducts with known rates of error.
 */
@NullMarked
package dev.chiron.testkit.puzzles;

import org.jspecify.annotations.NullMarked;
