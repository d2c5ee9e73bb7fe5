/** The reproductions of where weights come from: growth, forgetting, objectives, learngenes. */
@NullMarked
package dev.chiron.bench.init;

import org.jspecify.annotations.NullMarked;
