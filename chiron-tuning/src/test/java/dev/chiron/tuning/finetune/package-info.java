@org.jspecify.annotations.NullMarked
package dev.chiron.tuning.finetune;
