@NullMarked
package dev.chiron.data.grammar;

import org.jspecify.annotations.NullMarked;
