/**
 * Teach better or show smarter (arXiv 2406.15708): instructions and exemplars optimised under one
 * budget of evaluations, the exemplars from the model's own right answers.
 */
@NullMarked
package dev.chiron.prompting.ioes;

import org.jspecify.annotations.NullMarked;
