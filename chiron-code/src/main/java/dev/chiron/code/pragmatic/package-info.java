/**
 * Programs from a few examples, read the way a person means them: the speaker of the examples chose
 * them so that they tell (arXiv 2311.05740).
 */
@NullMarked
package dev.chiron.code.pragmatic;

import org.jspecify.annotations.NullMarked;
