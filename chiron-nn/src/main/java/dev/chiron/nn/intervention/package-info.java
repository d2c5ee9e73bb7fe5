/** What acts inside a forward pass, at named sites, without a change to the architecture. */
@NullMarked
package dev.chiron.nn.intervention;

import org.jspecify.annotations.NullMarked;
