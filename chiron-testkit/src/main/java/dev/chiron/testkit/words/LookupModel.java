package dev.chiron.testkit.words;

import dev.chiron.core.model.Completion;
import dev.chiron.core.model.Decoding;
import dev.chiron.core.model.EmbeddingModel;
import dev.chiron.core.model.LanguageModel;
import dev.chiron.core.model.ModelInfo;
import dev.chiron.core.model.Price;
import dev.chiron.core.model.Usage;
import dev.chiron.core.prompt.Prompt;
import dev.chiron.core.random.Seeds;
import dev.chiron.core.run.Progress;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * A decoder of about 0.1 million parameters that has learned to learn {@link LookupWorld} tasks
 * from demonstrations: near the best that is possible, accuracy with k demonstrations is 1 for
 * groups 1 to 4 and 1 − ¾ (1 − f)ᵏ for a group of frequency f. It reads prompts in the plain
 * format; a token is a word. It embeds an input as the mean of its words' embeddings.
 */
public final class LookupModel implements LanguageModel, EmbeddingModel {
  private static final Pattern PAIR = Pattern.compile("Input: (.*)\\nOutput:(?: (.*))?");
  private static final int BATCH = 32;
  private static final double LEARNING_RATE = 3e-3;
  private static final int CONTEXT = 3 * (LookupWorld.MOST_SHOTS + 1);
  private static final int[] LABELS =
      IntStream.range(LookupWorld.FIRST_LABEL, LookupWorld.VOCABULARY).toArray();

  private final String name;
  private final WordDecoder decoder;
  private final float[][] embeddings;

  private LookupModel(String name, WordDecoder decoder) {
    this.name = name;
    this.decoder = decoder;
    this.embeddings = decoder.embeddings();
  }

  /**
   * Trains a model; about a minute.
   *
   * @param width of the residual stream, a multiple of 4
   * @param steps of 32 episodes each; 1,200 suffice
   */
  public static LookupModel train(
      String name, int layers, int width, int steps, Seeds seeds, Progress progress) {
    WordDecoder.Recipe recipe =
        new WordDecoder.Recipe(
            LookupWorld.VOCABULARY, width, layers, 4, CONTEXT, steps, BATCH, LEARNING_RATE);
    return new LookupModel(
        name,
        WordDecoder.train(
            recipe,
            number -> LookupWorld.episode(number, seeds.child("episodes")),
            seeds,
            progress));
  }

  @Override
  public ModelInfo info() {
    return new ModelInfo(name, CONTEXT, 1, Set.of(), Price.FREE);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public List<Completion> generate(List<Prompt> prompts, Decoding decoding) {
    List<int[]> rows =
        prompts.stream().map(prompt -> tokens(prompt.messages().getLast().text())).toList();
    double[][] logits = decoder.next(rows, LABELS);
    List<Completion> answers = new ArrayList<>();
    for (int i = 0; i < logits.length; i++) {
      int best = 0;
      for (int label = 1; label < logits[i].length; label++) {
        best = logits[i][label] > logits[i][best] ? label : best;
      }
      answers.add(
          new Completion(
              "label" + best, Completion.Finish.STOP, new Usage(1, rows.get(i).length, 1)));
    }
    return answers;
  }

  @Override
  public int countTokens(String text) {
    int pairs = 0;
    Matcher matcher = PAIR.matcher(text);
    while (matcher.find()) {
      pairs += matcher.group(2) == null ? 2 : 3;
    }
    return pairs > 0 ? pairs : text.isBlank() ? 0 : text.strip().split("\\s+").length;
  }

  @Override
  public float[][] embed(List<String> texts) {
    float[][] vectors = new float[texts.size()][];
    for (int i = 0; i < vectors.length; i++) {
      int[] words = LookupWorld.tokens(texts.get(i));
      float[] sum = new float[embeddings[0].length];
      double squares = 0;
      for (int d = 0; d < sum.length; d++) {
        sum[d] = embeddings[words[0]][d] + embeddings[words[1]][d];
        squares += sum[d] * sum[d];
      }
      for (int d = 0; d < sum.length; d++) {
        sum[d] /= (float) Math.sqrt(squares);
      }
      vectors[i] = sum;
    }
    return vectors;
  }

  @Override
  public void close() {
    decoder.close();
  }

  private static int[] tokens(String text) {
    List<Integer> tokens = new ArrayList<>();
    Matcher matcher = PAIR.matcher(text);
    while (matcher.find()) {
      for (int token : LookupWorld.tokens(matcher.group(1))) {
        tokens.add(token);
      }
      if (matcher.group(2) != null) {
        String label = matcher.group(2).strip().substring("label".length());
        tokens.add(LookupWorld.FIRST_LABEL + Integer.parseInt(label));
      }
    }
    return tokens.stream().mapToInt(Integer::intValue).toArray();
  }
}
