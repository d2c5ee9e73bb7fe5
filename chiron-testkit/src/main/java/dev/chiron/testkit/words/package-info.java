/**
 * Tiny decoders over whole words that really learn: in-context look-up, and documents steered by
 * trigger words. They are trained in a minute or two and answer through the common interfaces.
 */
@NullMarked
package dev.chiron.testkit.words;

import org.jspecify.annotations.NullMarked;
