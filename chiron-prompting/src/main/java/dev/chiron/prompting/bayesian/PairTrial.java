package dev.chiron.prompting.bayesian;

/**
 * A look at a pair of instruction and exemplar set, as it is written down.
 *
 * @param instruction its number; 0 is the one that the task has
 * @param set its number; 0 is the empty one
 * @param examples that it was scored on
 * @param full whether these were all
 * @param score on them
 */
public record PairTrial(int instruction, int set, int examples, boolean full, double score) {}
