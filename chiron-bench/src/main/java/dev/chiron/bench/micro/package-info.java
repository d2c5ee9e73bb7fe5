/** Small pieces measured by JMH: tokenizer, retrieval, cached and remote calls. */
@NullMarked
package dev.chiron.bench.micro;

import org.jspecify.annotations.NullMarked;
