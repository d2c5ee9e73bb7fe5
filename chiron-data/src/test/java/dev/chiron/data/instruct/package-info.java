@NullMarked
package dev.chiron.data.instruct;

import org.jspecify.annotations.NullMarked;
