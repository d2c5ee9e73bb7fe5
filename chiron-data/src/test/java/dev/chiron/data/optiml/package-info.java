@NullMarked
package dev.chiron.data.optiml;

import org.jspecify.annotations.NullMarked;
