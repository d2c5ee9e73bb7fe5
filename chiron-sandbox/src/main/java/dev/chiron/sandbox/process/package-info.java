/**
 * Programs in processes of their own under the kernel's limits, where the system allows it in
 * namespaces of their own.
 */
@NullMarked
package dev.chiron.sandbox.process;

import org.jspecify.annotations.NullMarked;
