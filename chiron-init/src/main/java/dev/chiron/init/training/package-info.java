/**
 * Training on a user's own texts, with every choice of this module: objective, growth, forgetting.
 */
@NullMarked
package dev.chiron.init.training;

import org.jspecify.annotations.NullMarked;
