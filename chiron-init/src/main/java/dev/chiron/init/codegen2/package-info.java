/**
 * CodeGen2's training mixture (Nijkamp et al., 2023, arXiv 2305.02309): causal language modelling
 * and file-level span corruption for one causal decoder, and filling gaps with it.
 */
@NullMarked
package dev.chiron.init.codegen2;

import org.jspecify.annotations.NullMarked;
