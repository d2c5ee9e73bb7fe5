/**
 * Meta-prompting (arXiv 2401.12954): a model as conductor of fresh experts, one of which runs
 * programs, and the scaffolds of one or two calls that it is compared with.
 */
@NullMarked
package dev.chiron.prompting.metaprompting;

import org.jspecify.annotations.NullMarked;
