package dev.chiron.nn.generation;

/**
 * One completion.
 *
 * @param tokens without the end token
 * @param stopped whether an end token or the stop rule ended it, not the limit
 */
@SuppressWarnings("ArrayRecordComponent") // read once by a tokenizer, never compared
public record Generated(int[] tokens, boolean stopped) {}
