/** Black-box methods: prompts and demonstrations. */
@NullMarked
package dev.chiron.prompting;

import org.jspecify.annotations.NullMarked;
