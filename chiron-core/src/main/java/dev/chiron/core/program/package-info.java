/**
 * Programs that a model wrote, and what runs them: values and a service interface here, the
 * sandboxes in {@code chiron-sandbox}.
 */
@NullMarked
package dev.chiron.core.program;

import org.jspecify.annotations.NullMarked;
