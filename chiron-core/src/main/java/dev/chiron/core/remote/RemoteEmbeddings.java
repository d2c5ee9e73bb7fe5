package dev.chiron.core.remote;

import dev.chiron.core.error.ModelException;
import dev.chiron.core.model.Completion;
import dev.chiron.core.model.EmbeddingModel;
import dev.chiron.core.model.TokenEstimate;
import dev.chiron.core.model.Usage;
import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;

/**
 * Any LangChain4j embedding model: texts go in batches of {@value #BATCH}, vectors come back at
 * unit length and are kept in the response cache text by text.
 */
public final class RemoteEmbeddings implements EmbeddingModel {
  /** Far below the limits of the known services (2,048 inputs, 300,000 tokens a request). */
  private static final int BATCH = 64;

  private final String name;
  private final Endpoint endpoint;
  private final dev.langchain4j.model.embedding.EmbeddingModel model;
  private final Optional<ResponseCache> cache;
  private final Retrying retrying;
  private final String secret;
  private final Runnable onClose;
  private final Semaphore permits;

  /**
   * An embedding model.
   *
   * @param name the name that opens it again
   * @param endpoint what tells its vectors from those of other models
   * @param cache where vectors are kept; closed with this
   * @param secret the API key, cut out of every error's text; empty for none
   * @param concurrency how many requests may be open at once
   * @param onClose what to release
   */
  public RemoteEmbeddings(
      String name,
      Endpoint endpoint,
      dev.langchain4j.model.embedding.EmbeddingModel model,
      Optional<ResponseCache> cache,
      Retrying retrying,
      String secret,
      int concurrency,
      Runnable onClose) {
    this.name = name;
    this.endpoint = endpoint;
    this.model = model;
    this.cache = cache;
    this.retrying = retrying;
    this.secret = secret;
    this.permits = new Semaphore(concurrency, true);
    this.onClose = onClose;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public float[][] embed(List<String> texts) {
    Map<String, float[]> vectors = new LinkedHashMap<>();
    Set<String> open = new LinkedHashSet<>();
    for (String text : texts) {
      if (!text.isBlank()) {
        kept(text).ifPresentOrElse(vector -> vectors.put(text, vector), () -> open.add(text));
      }
    }
    List<List<String>> batches = FanOut.pieces(List.copyOf(open), BATCH);
    List<List<float[]>> fresh = FanOut.map(batches, this::request);
    for (int i = 0; i < batches.size(); i++) {
      for (int j = 0; j < batches.get(i).size(); j++) {
        vectors.put(batches.get(i).get(j), fresh.get(i).get(j));
      }
    }
    // A service refuses an empty text: its vector is zero, of the others' length.
    int size = vectors.values().stream().findFirst().map(v -> v.length).orElse(0);
    return texts.stream()
        .map(text -> vectors.getOrDefault(text, new float[size]).clone())
        .toArray(float[][]::new);
  }

  @Override
  public void close() {
    onClose.run();
    cache.ifPresent(ResponseCache::close);
  }

  private List<float[]> request(List<String> batch) {
    List<TextSegment> segments = batch.stream().map(TextSegment::from).toList();
    try {
      permits.acquire();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancelledException();
    }
    List<Embedding> answers;
    try {
      answers =
          retrying.call(
              name, String.join("\n", batch), secret, () -> model.embedAll(segments).content());
    } finally {
      permits.release();
    }
    if (answers.size() != batch.size()) {
      throw new ModelException(
          name + ": " + answers.size() + " vectors came back for " + batch.size() + " texts");
    }
    List<float[]> vectors = new ArrayList<>();
    for (int i = 0; i < batch.size(); i++) {
      float[] vector = unit(answers.get(i).vector());
      keep(batch.get(i), vector);
      vectors.add(vector);
    }
    return vectors;
  }

  private Optional<float[]> kept(String text) {
    return cache.flatMap(c -> c.get(endpoint.canonical(text))).map(answer -> decode(answer.text()));
  }

  private void keep(String text, float[] vector) {
    Usage usage = new Usage(1, TokenEstimate.of(text), 0);
    cache.ifPresent(
        c ->
            c.put(
                endpoint.canonical(text),
                new Completion(encode(vector), Completion.Finish.STOP, usage)));
  }

  private static float[] unit(float[] vector) {
    double square = 0;
    for (float x : vector) {
      square += (double) x * x;
    }
    double length = Math.sqrt(square);
    float[] unit = new float[vector.length];
    for (int i = 0; i < vector.length && length > 0; i++) {
      unit[i] = (float) (vector[i] / length);
    }
    return unit;
  }

  private static String encode(float[] vector) {
    ByteBuffer bytes = ByteBuffer.allocate(4 * vector.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(vector);
    return Base64.getEncoder().encodeToString(bytes.array());
  }

  private static float[] decode(String text) {
    ByteBuffer bytes =
        ByteBuffer.wrap(Base64.getDecoder().decode(text)).order(ByteOrder.LITTLE_ENDIAN);
    float[] vector = new float[bytes.remaining() / 4];
    bytes.asFloatBuffer().get(vector);
    return vector;
  }
}
