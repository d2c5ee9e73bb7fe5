/**
 * Training of any set of parameters by any objective, resumable to the bit.
 *
 * <p>{@link dev.chiron.nn.training.TrainingSet} holds examples as token ids with a loss weight per
 * token; {@link dev.chiron.nn.training.TokenObjective} turns some of them into a loss; {@link
 * dev.chiron.nn.training.Trainer} does the steps.
 */
@NullMarked
package dev.chiron.nn.training;

import org.jspecify.annotations.NullMarked;
