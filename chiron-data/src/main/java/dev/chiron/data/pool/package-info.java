/**
 * Pools of instruction examples in one schema: what is imported, mixed, scored, selected, ordered
 * and trained on. A pool may be larger than memory.
 */
@NullMarked
package dev.chiron.data.pool;

import org.jspecify.annotations.NullMarked;
