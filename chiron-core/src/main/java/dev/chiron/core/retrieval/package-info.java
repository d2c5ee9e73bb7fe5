/** Retrieval of texts that are like a query: BM25 and nearest neighbours on embeddings. */
@NullMarked
package dev.chiron.core.retrieval;

import org.jspecify.annotations.NullMarked;
