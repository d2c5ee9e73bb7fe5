/** What training costs in floating-point operations, and the loss that it buys. */
@NullMarked
package dev.chiron.init.flops;

import org.jspecify.annotations.NullMarked;
