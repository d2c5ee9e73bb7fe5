@NullMarked
package dev.chiron.data.listops;

import org.jspecify.annotations.NullMarked;
