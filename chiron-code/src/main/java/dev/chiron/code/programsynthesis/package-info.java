/**
 * Program synthesis with language models (Austin et al. 2021, arXiv 2108.07732): sampling programs
 * for a text and tests, running them, asking for hints, and telling what went wrong.
 */
@NullMarked
package dev.chiron.code.programsynthesis;

import org.jspecify.annotations.NullMarked;
