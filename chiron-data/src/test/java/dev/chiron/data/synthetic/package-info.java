@NullMarked
package dev.chiron.data.synthetic;

import org.jspecify.annotations.NullMarked;
