/** What can be read from hidden states: recorded states, and small classifiers trained on them. */
@NullMarked
package dev.chiron.nn.probe;

import org.jspecify.annotations.NullMarked;
