/** Language models as interfaces, and how they are opened by name. */
@NullMarked
package dev.chiron.core.model;

import org.jspecify.annotations.NullMarked;
