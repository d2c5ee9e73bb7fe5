package dev.chiron.data.episodes;

/**
 * A piece of a training text.
 *
 * @param text tokenised on its own, so a segment's border is a token's border
 * @param learned whether its tokens carry loss
 */
public record Segment(String text, boolean learned) {}
