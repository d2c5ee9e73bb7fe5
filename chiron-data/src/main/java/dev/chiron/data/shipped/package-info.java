/**
 * The tasks that ship with the project: generators written for it, one class a task, that make the
 * files under {@code tasks/}.
 *
 * <p>How the splits are kept apart: every task names what only the test part may use (templates
 * below the line {@code --} of a label, or words of a held-out list), and one test example in three
 * is drawn from that; the others share templates with the training part but never the fillers. No
 * input occurs twice in a task, and no test input shares four fifths of its words with an input of
 * train or dev.
 */
@NullMarked
package dev.chiron.data.shipped;

import org.jspecify.annotations.NullMarked;
