/** The one currency of results: anything that answers a task's inputs. */
@NullMarked
package dev.chiron.core.predictor;

import org.jspecify.annotations.NullMarked;
