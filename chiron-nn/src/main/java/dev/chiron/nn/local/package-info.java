/**
 * Models from a directory on this machine, run by the engine, behind the interfaces of the core.
 */
@NullMarked
package dev.chiron.nn.local;

import org.jspecify.annotations.NullMarked;
