@NullMarked
package dev.chiron.data.diversifyandconquer;

import org.jspecify.annotations.NullMarked;
