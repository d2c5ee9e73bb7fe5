@NullMarked
package dev.chiron.nn.adapter;

import org.jspecify.annotations.NullMarked;
