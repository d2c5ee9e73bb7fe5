package dev.chiron.core.retrieval;

import java.util.List;

/** Finds the texts of a collection that are most like a query. */
public interface Retriever extends AutoCloseable {
  /**
   * The most similar texts, best first; ties go to the text that stands first in the collection.
   *
   * @param count how many; all of them if there are fewer
   */
  List<Hit> search(String query, int count);

  /** The same for many queries, which some retrievers answer faster together. */
  default List<List<Hit>> search(List<String> queries, int count) {
    return queries.stream().map(query -> search(query, count)).toList();
  }

  @Override
  default void close() {}

  /**
   * A text that was found.
   *
   * @param index its place in the collection
   * @param score more is more similar; the scale is the retriever's own
   */
  record Hit(int index, double score) {}
}
