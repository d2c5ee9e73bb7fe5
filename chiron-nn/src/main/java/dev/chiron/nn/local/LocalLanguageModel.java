package dev.chiron.nn.local;

import dev.chiron.core.model.Capability;
import dev.chiron.core.model.Completion;
import dev.chiron.core.model.Decoding;
import dev.chiron.core.model.ModelInfo;
import dev.chiron.core.model.Price;
import dev.chiron.core.model.Scores;
import dev.chiron.core.model.ScoringModel;
import dev.chiron.core.prompt.Prompt;
import dev.chiron.nn.architecture.Architecture;
import dev.chiron.nn.generation.LogitsProcessor;
import dev.chiron.nn.generation.TokenListener;
import dev.chiron.nn.intervention.Interventions;
import dev.chiron.nn.quantization.QuantizedWeights;
import dev.chiron.nn.tokenizer.Tokenizer;
import dev.chiron.nn.weights.Parameters;
import dev.chiron.nn.weights.Weights;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.bytedeco.pytorch.Device;

/**
 * A model whose weights are at hand. A tuned model is another view of the same base: {@link
 * #withInterventions} and {@link #withWeights} share what they do not change.
 *
 * <p>Safe for many threads; they wait for each other.
 */
public final class LocalLanguageModel implements ScoringModel {
  private final ModelInfo info;
  private final Optional<Path> directory;
  private final Architecture architecture;
  private final Weights weights;
  private final Interventions interventions;
  private final TextContinuer text;
  private final Runnable onClose;

  private LocalLanguageModel(
      ModelInfo info,
      Optional<Path> directory,
      Architecture architecture,
      Weights weights,
      Interventions interventions,
      TextContinuer text,
      Runnable onClose) {
    this.info = info;
    this.directory = directory;
    this.architecture = architecture;
    this.weights = weights;
    this.interventions = interventions;
    this.text = text;
    this.onClose = onClose;
  }

  /**
   * Opens a model in a directory in the Hugging Face layout, as it is.
   *
   * @param name what {@link ModelInfo} calls it
   * @throws dev.chiron.core.error.InputException if a file is missing, corrupt or not supported
   */
  public static LocalLanguageModel open(String name, Path path, Device device) {
    return open(name, path, device, LoadOptions.PLAIN);
  }

  /** The same with a say in how it is loaded. */
  public static LocalLanguageModel open(
      String name, Path path, Device device, LoadOptions options) {
    ModelDirectory directory = ModelDirectory.of(path);
    Architecture plain = directory.architecture();
    Architecture architecture = options.recomputing() ? plain.recomputing() : plain;
    Tokenizer tokenizer = directory.tokenizer(architecture);
    Parameters whole = directory.weights(architecture, device);
    if (options.quantization().isEmpty()) {
      return create(name, directory, architecture, tokenizer, whole, whole::close);
    }
    try (whole) {
      QuantizedWeights few = QuantizedWeights.of(architecture, whole, options.quantization().get());
      return create(name, directory, architecture, tokenizer, few, few::close);
    }
  }

  private static LocalLanguageModel create(
      String name,
      ModelDirectory directory,
      Architecture architecture,
      Tokenizer tokenizer,
      Weights weights,
      Runnable onClose) {
    return create(
        name,
        Optional.of(directory.path()),
        architecture,
        tokenizer,
        directory.beginning(tokenizer),
        weights,
        onClose);
  }

  /** A model of parts that are in memory; it does not close the weights. */
  public static LocalLanguageModel of(
      String name, Architecture architecture, Weights weights, Tokenizer tokenizer) {
    return create(name, Optional.empty(), architecture, tokenizer, List.of(), weights, () -> {});
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
        weights,
        Interventions.NONE,
        new TextContinuer(
            name,
            new DecoderContinuer(architecture, weights, Interventions.NONE),
            new TextEncoder(tokenizer, beginning),
            ends,
            new Lane()),
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
    int room = architecture.config().contextLength() - newInterventions.virtualTokens();
    return new LocalLanguageModel(
        new ModelInfo(info.name(), room, info.concurrency(), info.capabilities(), info.price()),
        directory,
        architecture,
        newWeights,
        newInterventions,
        text.with(new DecoderContinuer(architecture, newWeights, newInterventions)),
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
    return text.tokenizer();
  }

  /** The token ids of a prompt as the model gets it: what training must start from too. */
  public int[] promptTokens(Prompt prompt) {
    return text.encoder().prompt(prompt);
  }

  @Override
  public int countTokens(String content) {
    return tokenizer().encode(content).length;
  }

  /**
   * Answers every prompt. What is drawn depends on the seed and the prompt, not on the other
   * prompts.
   *
   * @throws dev.chiron.core.error.ModelException if a prompt does not leave room for one token
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
    return text.generate(prompts, decoding, processor, TokenListener.SILENT);
  }

  /**
   * Answers one prompt and tells of the answer as it comes.
   *
   * @param piece gets the parts of the answer in order, whole characters only; together they are
   *     its text
   * @throws dev.chiron.core.error.ModelException if the prompt does not leave room for one token
   */
  public Completion stream(Prompt prompt, Decoding decoding, Consumer<String> piece) {
    return text.stream(prompt, decoding, piece);
  }

  /**
   * Scores continuations. Prompt and continuation are encoded apart, as in training.
   *
   * @throws dev.chiron.core.error.ModelException if prompt and continuation together are too long
   */
  @Override
  public List<Scores> score(List<Prompt> prompts, List<String> continuations) {
    return text.score(prompts, continuations);
  }

  /** Ranks candidates; each prompt goes through the model once for all of them. */
  @Override
  public List<List<Scores>> rank(List<Prompt> prompts, List<String> candidates) {
    return text.rank(prompts, candidates);
  }

  /** Lets other work on the same weights wait for its turn, such as an embedding. */
  <T> T alone(Supplier<T> work) {
    return text.lane().run(work);
  }

  @Override
  public void close() {
    onClose.run();
  }
}
