@NullMarked
package dev.chiron.data.shipped;

import org.jspecify.annotations.NullMarked;
