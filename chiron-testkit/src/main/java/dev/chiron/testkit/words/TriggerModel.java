package dev.chiron.testkit.words;

import dev.chiron.core.model.Capability;
import dev.chiron.core.model.Completion;
import dev.chiron.core.model.Decoding;
import dev.chiron.core.model.EmbeddingModel;
import dev.chiron.core.model.ModelInfo;
import dev.chiron.core.model.Price;
import dev.chiron.core.model.Scores;
import dev.chiron.core.model.ScoringModel;
import dev.chiron.core.model.Usage;
import dev.chiron.core.prompt.Prompt;
import dev.chiron.core.random.Seeds;
import dev.chiron.core.run.Progress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * A decoder of about 0.3 million parameters that has learned the language of a {@link TriggerWorld}
 * from its documents alone. In the plain format the instruction is the prefix of a document and the
 * input its body; words of another language are passed over.
 *
 * <p>What it is asked to score are label words, one token each; it gives their log-probabilities
 * among the two labels.
 */
public final class TriggerModel implements ScoringModel, EmbeddingModel {
  private static final int CONTEXT = 48;
  private static final double LEARNING_RATE = 4e-3;

  private final WordDecoder decoder;
  private final float[][] embeddings;

  private TriggerModel(WordDecoder decoder) {
    this.decoder = decoder;
    this.embeddings = decoder.embeddings();
  }

  /**
   * Trains a model; some minutes.
   *
   * @param steps of 64 documents each
   */
  public static TriggerModel train(TriggerWorld world, int steps, Seeds seeds, Progress progress) {
    WordDecoder.Recipe recipe =
        new WordDecoder.Recipe(
            TriggerWorld.VOCABULARY, 64, 2, 4, CONTEXT, steps, 64, LEARNING_RATE);
    return new TriggerModel(WordDecoder.train(recipe, world::document, seeds, progress));
  }

  @Override
  public ModelInfo info() {
    return new ModelInfo("triggers", CONTEXT, 1, Set.of(Capability.SCORING), Price.FREE);
  }

  @Override
  public String name() {
    return "triggers";
  }

  @Override
  public List<Completion> generate(List<Prompt> prompts, Decoding decoding) {
    List<List<Scores>> rows = rank(prompts, TriggerWorld.labels());
    List<Completion> answers = new ArrayList<>();
    for (List<Scores> row : rows) {
      boolean yes = row.get(1).sum() > row.get(0).sum();
      answers.add(
          new Completion(
              TriggerWorld.labels().get(yes ? 1 : 0),
              Completion.Finish.STOP,
              row.getFirst().usage()));
    }
    return answers;
  }

  @Override
  public List<Scores> score(List<Prompt> prompts, List<String> continuations) {
    List<Scores> scores = new ArrayList<>();
    for (int i = 0; i < prompts.size(); i++) {
      scores.add(
          rank(List.of(prompts.get(i)), List.of(continuations.get(i))).getFirst().getFirst());
    }
    return scores;
  }

  @Override
  public List<List<Scores>> rank(List<Prompt> prompts, List<String> candidates) {
    List<int[]> rows =
        prompts.stream().map(prompt -> tokens(prompt.messages().getLast().text())).toList();
    int[] labels = {TriggerWorld.FIRST_LABEL, TriggerWorld.FIRST_LABEL + 1};
    double[][] logits = decoder.next(rows, labels);
    List<List<Scores>> result = new ArrayList<>();
    for (int i = 0; i < logits.length; i++) {
      double[] row = logits[i];
      double most = Math.max(row[0], row[1]);
      double total = most + Math.log(Math.exp(row[0] - most) + Math.exp(row[1] - most));
      Usage usage = new Usage(1, rows.get(i).length, 0);
      result.add(
          candidates.stream()
              .map(
                  candidate -> {
                    int label = TriggerWorld.number(candidate.strip()) - TriggerWorld.FIRST_LABEL;
                    return new Scores(List.of(row[label] - total), usage);
                  })
              .toList());
    }
    return result;
  }

  @Override
  public int countTokens(String text) {
    return text.isBlank() ? 0 : text.strip().split("\\s+").length;
  }

  @Override
  public float[][] embed(List<String> texts) {
    return texts.stream()
        .map(text -> embeddings[Math.max(0, TriggerWorld.number(text.strip()))].clone())
        .toArray(float[][]::new);
  }

  @Override
  public void close() {
    decoder.close();
  }

  private static int[] tokens(String text) {
    int input = text.lastIndexOf("Input: ");
    int output = text.lastIndexOf("Output:");
    List<Integer> tokens = new ArrayList<>(numbers(text.substring(0, input)));
    tokens.add(TriggerWorld.SEPARATOR);
    tokens.addAll(numbers(text.substring(input + "Input: ".length(), output)));
    tokens.add(TriggerWorld.QUESTION);
    return tokens.stream().mapToInt(Integer::intValue).toArray();
  }

  private static List<Integer> numbers(String text) {
    return Arrays.stream(text.split("\\s+"))
        .mapToInt(TriggerWorld::number)
        .filter(number -> number >= 0)
        .boxed()
        .toList();
  }
}
