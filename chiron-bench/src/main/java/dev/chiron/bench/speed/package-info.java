/**
 * How fast training and decoding are: contests of several engines on the same work, in rounds, so
 * that what else the machine does falls on all of them.
 */
@NullMarked
package dev.chiron.bench.speed;

import org.jspecify.annotations.NullMarked;
