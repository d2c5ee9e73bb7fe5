/**
 * Learning to learn: weights from which a few steps suffice, and spaces in which classes are near.
 */
@NullMarked
package dev.chiron.nn.meta;

import org.jspecify.annotations.NullMarked;
