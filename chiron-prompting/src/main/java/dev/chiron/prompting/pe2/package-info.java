/**
 * Prompt engineering a prompt engineer (arXiv 2311.05661): a model revises a prompt in two steps
 * after looking at its failures.
 */
@NullMarked
package dev.chiron.prompting.pe2;

import org.jspecify.annotations.NullMarked;
