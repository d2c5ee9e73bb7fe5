/** Evaluation of predictors on examples, with a record for every example. */
@NullMarked
package dev.chiron.core.evaluation;

import org.jspecify.annotations.NullMarked;
