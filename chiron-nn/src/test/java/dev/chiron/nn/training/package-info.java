@NullMarked
package dev.chiron.nn.training;

import org.jspecify.annotations.NullMarked;
