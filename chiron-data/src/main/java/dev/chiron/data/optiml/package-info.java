/**
 * OPT-IML (arXiv 2212.12017): many collections of tasks as one mixture, and three levels of
 * generalisation to judge it by.
 */
@NullMarked
package dev.chiron.data.optiml;

import org.jspecify.annotations.NullMarked;
