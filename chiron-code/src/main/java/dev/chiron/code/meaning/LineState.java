package dev.chiron.code.meaning;

/**
 * A place on a line of ten cells.
 *
 * @param cell from 0 to 9
 * @param right whether it looks to the right
 */
public record LineState(int cell, boolean right) {}
