/**
 * The methods that every other one is measured against: the plain prompt, and demonstrations that
 * are random, searched for, or retrieved.
 */
@NullMarked
package dev.chiron.prompting.baseline;

import org.jspecify.annotations.NullMarked;
