package dev.chiron.core.task.format;

import dev.chiron.core.task.Example;
import dev.chiron.core.task.Split;

/**
 * One row of a source that keeps an example a row.
 *
 * @param task as the row names it, or its file's name
 * @param split as the row names it, or the training split
 * @param instruction of the row; empty if it has none
 * @param labelled whether its output stands in a column of labels
 */
public record TaskRow(
    String task, Split split, String instruction, Example example, boolean labelled) {}
