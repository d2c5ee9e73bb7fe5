@NullMarked
package dev.chiron.data.selection;

import org.jspecify.annotations.NullMarked;
