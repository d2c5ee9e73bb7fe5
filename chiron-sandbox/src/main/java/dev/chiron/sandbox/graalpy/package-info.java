/** Python inside this JVM by GraalPy, without access to the host. */
@NullMarked
package dev.chiron.sandbox.graalpy;

import org.jspecify.annotations.NullMarked;
