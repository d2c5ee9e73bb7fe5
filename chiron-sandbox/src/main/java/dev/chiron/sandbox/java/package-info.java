/** Java programs before they run: compiled in this process, and checked against an allow-list. */
@NullMarked
package dev.chiron.sandbox.java;

import org.jspecify.annotations.NullMarked;
