/** Where weights come from: growth, pre-training objectives, forgetting and shared layers. */
@NullMarked
package dev.chiron.init;

import org.jspecify.annotations.NullMarked;
