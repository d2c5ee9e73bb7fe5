package dev.chiron.core.retrieval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.chiron.core.model.EmbeddingModel;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RetrievalTest {
  private static final List<String> TEXTS =
      List.of(
          "the server timed out",
          "the invoice is wrong",
          "server error on login server",
          "please cancel my order");

  @Test
  void bm25HasItsClosedForm() {
    try (Bm25Retriever retriever = new Bm25Retriever(TEXTS)) {
      List<Retriever.Hit> hits = retriever.search("server login", 2);
      double meanLength = 17 / 4.0;
      double server = Math.log(1 + (4 - 2 + 0.5) / (2 + 0.5));
      double login = Math.log(1 + (4 - 1 + 0.5) / (1 + 0.5));
      double norm5 = 1.2 * (0.25 + 0.75 * 5 / meanLength);
      double norm4 = 1.2 * (0.25 + 0.75 * 4 / meanLength);
      assertThat(hits).extracting(Retriever.Hit::index).containsExactly(2, 0);
      assertThat(hits.get(0).score())
          .isEqualTo(server * 2 / (2 + norm5) + login / (1 + norm5), within(1e-5));
      assertThat(hits.get(1).score()).isEqualTo(server / (1 + norm4), within(1e-5));
    }
  }

  @Test
  void bm25FillsUpWithTextsThatShareNothingInTheirOrder() {
    try (Bm25Retriever retriever = new Bm25Retriever(TEXTS)) {
      assertThat(retriever.search("order", 3))
          .extracting(Retriever.Hit::index)
          .containsExactly(3, 0, 1);
      assertThat(retriever.search("", 9)).hasSize(4);
    }
  }

  @Test
  void bm25KeepsTheCollectionsOrderAmongTiesInALargeCollection() {
    List<String> same = IntStream.range(0, 5000).mapToObj(i -> "same text").toList();
    try (Bm25Retriever retriever = new Bm25Retriever(same)) {
      assertThat(retriever.search("text", 50))
          .extracting(Retriever.Hit::index)
          .containsExactlyElementsOf(IntStream.range(0, 50).boxed().toList());
    }
  }

  @Test
  void bm25TakesAnyQuery() {
    String longQuery =
        String.join(" ", IntStream.range(0, 3000).mapToObj(i -> "word" + i).toList());
    try (Bm25Retriever retriever = new Bm25Retriever(TEXTS)) {
      assertThat(retriever.search(longQuery + " AND (\" OR *", 1)).hasSize(1);
    }
  }

  @Test
  void nearestNeighboursAreOrderedByCosineWhateverTheLengths() {
    EmbeddingRetriever retriever =
        new EmbeddingRetriever(new Coordinates(), List.of("0 9", "5 5", "1 0"), 0);
    List<Retriever.Hit> hits = retriever.search("2 1", 3);
    assertThat(hits).extracting(Retriever.Hit::index).containsExactly(1, 2, 0);
    assertThat(hits.get(1).score()).isEqualTo(2 / Math.sqrt(5), within(1e-6));
  }

  @Test
  void diversityPrefersATextUnlikeThoseChosen() {
    List<String> texts = List.of("10 1", "10 1", "10 4");
    assertThat(new EmbeddingRetriever(new Coordinates(), texts, 0).search("1 0", 2))
        .extracting(Retriever.Hit::index)
        .containsExactly(0, 1);
    assertThat(new EmbeddingRetriever(new Coordinates(), texts, 0.7).search("1 0", 2))
        .extracting(Retriever.Hit::index)
        .containsExactly(0, 2);
  }

  @Test
  void hashedEmbeddingsPutLikeTextsNearAndOthersFar() {
    EmbeddingModel model = new HashedTfIdfEmbedding(TEXTS, 512);
    float[][] vectors =
        model.embed(
            List.of("servers timing out", "the server timed out", "please cancel my order", ""));
    assertThat(EmbeddingRetriever.cosine(vectors[0], vectors[1]))
        .isGreaterThan(EmbeddingRetriever.cosine(vectors[0], vectors[2]) + 0.2);
    assertThat(EmbeddingRetriever.cosine(vectors[1], vectors[1])).isEqualTo(1, within(1e-6));
    assertThat(EmbeddingRetriever.cosine(vectors[1], vectors[2])).isEqualTo(0, within(0.2));
    assertThat(vectors[3]).containsOnly(0f);
  }

  @Test
  void rareWordsWeighMoreThanCommonOnes() {
    List<String> collection =
        Stream.concat(
                IntStream.range(0, 50).mapToObj(i -> "ticket number n" + i), Stream.of("zebra"))
            .toList();
    float[][] vectors =
        new HashedTfIdfEmbedding(collection, 2048)
            .embed(List.of("ticket zebra", "ticket", "zebra"));
    assertThat(EmbeddingRetriever.cosine(vectors[0], vectors[2]))
        .isGreaterThan(EmbeddingRetriever.cosine(vectors[0], vectors[1]) + 0.2);
  }

  /** Takes texts for what they say: coordinates. */
  private static final class Coordinates implements EmbeddingModel {
    @Override
    public String name() {
      return "coordinates";
    }

    @Override
    public float[][] embed(List<String> texts) {
      return texts.stream()
          .map(text -> text.split(" "))
          .map(xy -> new float[] {Float.parseFloat(xy[0]), Float.parseFloat(xy[1])})
          .toArray(float[][]::new);
    }
  }
}
