package dev.chiron.nn.generation;

/**
 * A completion that a search found.
 *
 * @param tokens without the end token
 * @param logProbability natural logarithm, of the end token too
 * @param score what hypotheses are compared by
 * @param ended by an end token, not by the limit
 */
@SuppressWarnings("ArrayRecordComponent") // read once by a tokenizer, never compared
public record Hypothesis(int[] tokens, double logProbability, double score, boolean ended) {}
