package dev.chiron.nn.local;

import dev.chiron.core.error.ModelException;
import dev.chiron.core.model.Capability;
import dev.chiron.core.model.Completion;
import dev.chiron.core.model.Decoding;
import dev.chiron.core.model.ModelInfo;
import dev.chiron.core.model.Price;
import dev.chiron.core.model.Scores;
import dev.chiron.core.model.ScoringModel;
import dev.chiron.core.model.Usage;
import dev.chiron.core.prompt.Prompt;
import dev.chiron.core.random.Seeds;
import dev.chiron.nn.architecture.Architecture;
import dev.chiron.nn.generation.Generated;
import dev.chiron.nn.generation.GenerationOptions;
import dev.chiron.nn.generation.Generator;
import dev.chiron.nn.generation.LogitsProcessor;
import dev.chiron.nn.generation.Sampling;
import dev.chiron.nn.generation.Scorer;
import dev.chiron.nn.intervention.Interventions;
import dev.chiron.nn.tokenizer.Tokenizer;
import dev.chiron.nn.weights.Parameters;
import dev.chiron.nn.weights.Weights;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.bytedeco.pytorch.Device;

/**
 * A model whose weights are at hand. A tuned model is another view of the same base: {@link
 * #withInterventions} and {@link #withWeights} share what they do not change.
 *
 * <p>Safe for many threads; they wait for each other.
 */
public final class LocalLanguageModel implements ScoringModel {
  private static final int MAX_ROWS = 64;

  /** Tokens of one pass, padding included: more makes a CPU no faster and costs memory. */
  private static final int MAX_TOKENS = 8192;

  private static final Scores NO_TOKENS = new Scores(List.of(), Usage.NONE);

  private final ModelInfo info;
  private final Optional<Path> directory;
  private final Architecture architecture;
  private final Tokenizer tokenizer;
  private final TextEncoder encoder;
  private final Set<Integer> endTokens;
  private final Weights weights;
  private final Interventions interventions;
  private final Lane lane;
  private final Runnable onClose;

  private LocalLanguageModel(
      ModelInfo info,
      Optional<Path> directory,
      Architecture architecture,
      Tokenizer tokenizer,
      TextEncoder encoder,
      Set<Integer> endTokens,
      Weights weights,
      Interventions interventions,
      Lane lane,
      Runnable onClose) {
    this.info = info;
    this.directory = directory;
    this.architecture = architecture;
    this.tokenizer = tokenizer;
    this.encoder = encoder;
    this.endTokens = endTokens;
    this.weights = weights;
    this.interventions = interventions;
    this.lane = lane;
    this.onClose = onClose;
  }

  /**
   * Opens a model in a directory in the Hugging Face layout.
   *
   * @param name what {@link ModelInfo} calls it
   * @throws dev.chiron.core.error.InputException if a file is missing, corrupt or not supported
   */
  public static LocalLanguageModel open(String name, Path path, Device device) {
    ModelDirectory directory = ModelDirectory.of(path);
    Architecture architecture = directory.architecture();
    Tokenizer tokenizer = directory.tokenizer(architecture);
    Parameters read = directory.weights(architecture);
    Parameters weights = device.is_cuda() ? moved(read, device) : read;
    return create(
        name,
        Optional.of(path),
        architecture,
        tokenizer,
        directory.beginning(tokenizer),
        weights,
        weights::close);
  }

  /** A model of parts that are in memory; it does not close the weights. */
  public static LocalLanguageModel of(
      String name, Architecture architecture, Weights weights, Tokenizer tokenizer) {
    return create(name, Optional.empty(), architecture, tokenizer, List.of(), weights, () -> {});
  }

  private static Parameters moved(Parameters from, Device device) {
    try (from) {
      return from.to(device);
    }
  }

  private static LocalLanguageModel create(
      String name,
      Optional<Path> directory,
      Architecture architecture,
      Tokenizer tokenizer,
      List<Integer> beginning,
      Weights weights,
      Runnable onClose) {
    Set<Integer> ends = new HashSet<>(architecture.config().endTokens());
    tokenizer.endOfText().ifPresent(ends::add);
    return new LocalLanguageModel(
        new ModelInfo(
            name,
            architecture.config().contextLength(),
            1,
            Set.of(Capability.SCORING, Capability.TUNABLE),
            Price.FREE),
        directory,
        architecture,
        tokenizer,
        new TextEncoder(tokenizer, beginning),
        ends,
        weights,
        Interventions.NONE,
        new Lane(),
        onClose);
  }

  /** This model with other interventions; closing the view closes nothing. */
  public LocalLanguageModel withInterventions(Interventions other) {
    return view(weights, other);
  }

  /** This model with other weights of the same architecture; closing the view closes nothing. */
  public LocalLanguageModel withWeights(Weights other) {
    return view(other, interventions);
  }

  private LocalLanguageModel view(Weights newWeights, Interventions newInterventions) {
    return new LocalLanguageModel(
        info,
        directory,
        architecture,
        tokenizer,
        encoder,
        endTokens,
        newWeights,
        newInterventions,
        lane,
        () -> {});
  }

  @Override
  public ModelInfo info() {
    return info;
  }

  /** Where it was opened, if it was. */
  public Optional<Path> directory() {
    return directory;
  }

  public Architecture architecture() {
    return architecture;
  }

  public Weights weights() {
    return weights;
  }

  public Interventions interventions() {
    return interventions;
  }

  public Tokenizer tokenizer() {
    return tokenizer;
  }

  /** The token ids of a prompt as the model gets it: what training must start from too. */
  public int[] promptTokens(Prompt prompt) {
    return encoder.prompt(prompt);
  }

  @Override
  public int countTokens(String text) {
    return tokenizer.encode(text).length;
  }

  /**
   * Answers every prompt. What is drawn depends on the seed and the prompt, not on the other
   * prompts.
   *
   * @throws ModelException if a prompt does not leave room for one token
   */
  @Override
  public List<Completion> generate(List<Prompt> prompts, Decoding decoding) {
    return generate(prompts, decoding, LogitsProcessor.NONE);
  }

  /**
   * The same with a say in what may be drawn.
   *
   * @param processor gets the index of the prompt
   */
  public List<Completion> generate(
      List<Prompt> prompts, Decoding decoding, LogitsProcessor processor) {
    List<int[]> ids = prompts.stream().map(encoder::prompt).toList();
    ids.forEach(row -> requireRoom(row.length, 1));
    TreeMap<Integer, Completion> answers = new TreeMap<>();
    int more = Math.min(decoding.maxTokens(), info.contextLength());
    for (List<Integer> batch :
        LengthBatches.of(ids.size(), row -> ids.get(row).length + more, MAX_ROWS, MAX_TOKENS)) {
      Batch work = new Batch(batch, prompts, ids, decoding, processor);
      answers.putAll(lane.run(work::run));
    }
    return List.copyOf(answers.values());
  }

  /** Prompts that are continued together. */
  private final class Batch {
    private final List<Integer> rows;
    private final List<Prompt> prompts;
    private final List<int[]> ids;
    private final Decoding decoding;
    private final LogitsProcessor processor;

    Batch(
        List<Integer> rows,
        List<Prompt> prompts,
        List<int[]> ids,
        Decoding decoding,
        LogitsProcessor processor) {
      this.rows = rows;
      this.prompts = prompts;
      this.ids = ids;
      this.decoding = decoding;
      this.processor = processor;
    }

    Map<Integer, Completion> run() {
      Seeds seeds = new Seeds(decoding.seed());
      GenerationOptions options =
          new GenerationOptions(
              rows.stream().mapToInt(this::limit).max().orElse(1),
              new Sampling(decoding.temperature(), decoding.topK(), decoding.topP()),
              endTokens,
              (row, tokens) -> tokens.length >= limit(rows.get(row)) || stopAt(tokens) >= 0,
              (row, tokens, logits) -> processor.process(rows.get(row), tokens, logits),
              row -> seeds.generator(TextEncoder.text(prompts.get(rows.get(row)))));
      List<Generated> generated =
          new Generator(architecture, weights, interventions)
              .generate(rows.stream().map(ids::get).toList(), options);
      TreeMap<Integer, Completion> answers = new TreeMap<>();
      for (int i = 0; i < rows.size(); i++) {
        answers.put(rows.get(i), completion(rows.get(i), generated.get(i)));
      }
      return answers;
    }

    private int limit(int row) {
      return Math.min(decoding.maxTokens(), info.contextLength() - ids.get(row).length);
    }

    private Completion completion(int row, Generated generated) {
      int stop = stopAt(generated.tokens());
      String text = tokenizer.decode(generated.tokens());
      boolean ended = stop >= 0 || (generated.stopped() && generated.tokens().length < limit(row));
      return new Completion(
          stop < 0 ? text : text.substring(0, stop),
          ended ? Completion.Finish.STOP : Completion.Finish.LENGTH,
          new Usage(1, ids.get(row).length, generated.tokens().length));
    }

    /** Where the first stop text starts in the completion; -1 if there is none yet. */
    private int stopAt(int[] tokens) {
      if (decoding.stops().isEmpty() || tokens.length == 0) {
        return -1;
      }
      String text = tokenizer.decode(tokens);
      return decoding.stops().stream()
          .mapToInt(text::indexOf)
          .filter(at -> at >= 0)
          .min()
          .orElse(-1);
    }
  }

  /**
   * Scores continuations. Prompt and continuation are encoded apart, as in training.
   *
   * @throws ModelException if prompt and continuation together are too long
   */
  @Override
  public List<Scores> score(List<Prompt> prompts, List<String> continuations) {
    List<int[]> left = prompts.stream().map(encoder::prompt).toList();
    List<int[]> right = tokenizer.encodeAll(continuations);
    for (int i = 0; i < left.size(); i++) {
      requireRoom(left.get(i).length, right.get(i).length);
    }
    List<Scores> scores = new ArrayList<>(Collections.nCopies(left.size(), NO_TOKENS));
    for (List<Integer> batch :
        LengthBatches.of(
            left.size(),
            row -> left.get(row).length + right.get(row).length,
            MAX_ROWS,
            MAX_TOKENS)) {
      List<double[]> values =
          lane.run(
              () ->
                  scorer()
                      .score(
                          batch.stream().map(left::get).toList(),
                          batch.stream().map(right::get).toList()));
      for (int i = 0; i < batch.size(); i++) {
        int row = batch.get(i);
        scores.set(row, scores(values.get(i), left.get(row).length));
      }
    }
    return scores;
  }

  /** Ranks candidates; each prompt goes through the model once for all of them. */
  @Override
  public List<List<Scores>> rank(List<Prompt> prompts, List<String> candidates) {
    List<int[]> left = prompts.stream().map(encoder::prompt).toList();
    List<int[]> right = tokenizer.encodeAll(candidates);
    int longest = right.stream().mapToInt(tokens -> tokens.length).max().orElse(0);
    left.forEach(row -> requireRoom(row.length, longest));
    int packed = Math.min(MAX_TOKENS, right.stream().mapToInt(tokens -> tokens.length).sum());
    List<List<Scores>> ranked = new ArrayList<>(Collections.nCopies(left.size(), List.of()));
    for (List<Integer> batch :
        LengthBatches.of(left.size(), row -> left.get(row).length + packed, MAX_ROWS, MAX_TOKENS)) {
      List<List<double[]>> values =
          lane.run(() -> scorer().rank(batch.stream().map(left::get).toList(), right));
      for (int i = 0; i < batch.size(); i++) {
        int row = batch.get(i);
        int length = left.get(row).length;
        ranked.set(row, values.get(i).stream().map(each -> scores(each, length)).toList());
      }
    }
    return ranked;
  }

  private Scorer scorer() {
    return new Scorer(architecture, weights, interventions);
  }

  private static Scores scores(double[] values, int promptTokens) {
    List<Double> list = new ArrayList<>();
    for (double value : values) {
      list.add(value);
    }
    return new Scores(list, new Usage(1, promptTokens, values.length));
  }

  private void requireRoom(int promptTokens, int more) {
    if (promptTokens + more > info.contextLength()) {
      throw new ModelException(
          "a prompt of %d tokens and %d more do not fit the %d tokens that %s reads at once"
              .formatted(promptTokens, more, info.contextLength(), info.name()));
    }
  }

  /** Lets other work on the same weights wait for its turn, such as an embedding. */
  <T> T alone(Supplier<T> work) {
    return lane.run(work);
  }

  @Override
  public void close() {
    onClose.run();
  }
}
