package dev.chiron.core.retrieval;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.standard.StandardAnalyzer;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.LogDocMergePolicy;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.similarities.BM25Similarity;
import org.apache.lucene.store.ByteBuffersDirectory;

/**
 * BM25 (Robertson and Zaragoza 2009) by Lucene, in memory: Σ over the query's distinct words of idf
 * · tf / (tf + k₁ (1 − b + b · length / mean length)), with k₁ = 1.2 and b = 0.75, Lucene's
 * defaults.
 *
 * <p>Words are those of Unicode's segmentation in lower case, without stemming or stop words, so
 * that any language and any code can be searched. Texts that share no word with the query follow
 * the others with score 0, in the collection's order.
 */
public final class Bm25Retriever implements Retriever {
  private static final String FIELD = "text";

  private final Analyzer analyzer = new StandardAnalyzer();
  private final ByteBuffersDirectory directory = new ByteBuffersDirectory();
  private final DirectoryReader reader;
  private final IndexSearcher searcher;
  private final int size;

  /** Indexes a collection. */
  public Bm25Retriever(List<String> texts) {
    size = texts.size();
    // One segment in the order given: a document's number is its place in the collection.
    IndexWriterConfig config =
        new IndexWriterConfig(analyzer).setMergePolicy(new LogDocMergePolicy());
    try (IndexWriter writer = new IndexWriter(directory, config)) {
      for (String text : texts) {
        Document document = new Document();
        document.add(new TextField(FIELD, text, Field.Store.NO));
        writer.addDocument(document);
      }
      writer.forceMerge(1);
      writer.commit();
      reader = DirectoryReader.open(directory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    searcher = new IndexSearcher(reader);
    searcher.setSimilarity(new BM25Similarity());
  }

  @Override
  public List<Hit> search(String query, int count) {
    int wanted = Math.min(count, size);
    List<Hit> hits = new ArrayList<>();
    if (wanted == 0) {
      return hits;
    }
    Set<Integer> found = new LinkedHashSet<>();
    try {
      for (ScoreDoc hit : searcher.search(query(query), wanted).scoreDocs) {
        found.add(hit.doc);
        hits.add(new Hit(hit.doc, hit.score));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    for (int index = 0; hits.size() < wanted; index++) {
      if (!found.contains(index)) {
        hits.add(new Hit(index, 0));
      }
    }
    return hits;
  }

  private BooleanQuery query(String text) throws IOException {
    Set<String> words = new LinkedHashSet<>();
    try (TokenStream stream = analyzer.tokenStream(FIELD, text)) {
      CharTermAttribute term = stream.addAttribute(CharTermAttribute.class);
      stream.reset();
      // Lucene refuses longer queries; the first thousand words say what a text is about.
      while (stream.incrementToken() && words.size() < IndexSearcher.getMaxClauseCount()) {
        words.add(term.toString());
      }
      stream.end();
    }
    BooleanQuery.Builder query = new BooleanQuery.Builder();
    words.forEach(
        word -> query.add(new TermQuery(new Term(FIELD, word)), BooleanClause.Occur.SHOULD));
    return query.build();
  }

  @Override
  public void close() {
    try {
      reader.close();
      directory.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    analyzer.close();
  }
}
