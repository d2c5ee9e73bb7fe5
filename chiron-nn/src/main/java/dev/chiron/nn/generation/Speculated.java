package dev.chiron.nn.generation;

/**
 * What speculative decoding gave.
 *
 * @param passes of the large model
 * @param proposed tokens by the draft model
 * @param accepted of those
 */
public record Speculated(Generated generated, int passes, int proposed, int accepted) {}
