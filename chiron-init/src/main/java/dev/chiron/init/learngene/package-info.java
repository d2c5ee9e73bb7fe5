/**
 * Learngene by stage-wise weight sharing (Xia et al., 2024, arXiv 2404.16897): a few layers are
 * distilled under repetition, stored, and expanded into networks of any depth.
 */
@NullMarked
package dev.chiron.init.learngene;

import org.jspecify.annotations.NullMarked;
