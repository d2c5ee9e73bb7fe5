@NullMarked
package dev.chiron.data.encoding;

import org.jspecify.annotations.NullMarked;
