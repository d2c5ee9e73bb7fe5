@NullMarked
package dev.chiron.tuning.instruct;

import org.jspecify.annotations.NullMarked;
