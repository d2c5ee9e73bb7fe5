/** The main job: several methods on equal terms, the best on dev kept, all reported on test. */
@NullMarked
package dev.chiron.core.adaptation;

import org.jspecify.annotations.NullMarked;
