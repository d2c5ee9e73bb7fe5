/** Simulated responders, a fault-injecting model server, a kill-and-resume harness. */
@NullMarked
package dev.chiron.testkit;

import org.jspecify.annotations.NullMarked;
