/**
 * Growing a small trained network into a larger one (Du et al., 2024, arXiv 2405.15319): four
 * growth operators in depth and width, the laws of when and by how much to grow, and training
 * before and after.
 */
@NullMarked
package dev.chiron.init.gstack;

import org.jspecify.annotations.NullMarked;
