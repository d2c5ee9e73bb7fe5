@NullMarked
package dev.chiron.data.pool;

import org.jspecify.annotations.NullMarked;
