package dev.chiron.nn.local;

import dev.chiron.core.error.InputException;
import dev.chiron.core.model.Capability;
import dev.chiron.core.model.Completion;
import dev.chiron.core.model.Decoding;
import dev.chiron.core.model.ModelInfo;
import dev.chiron.core.model.Price;
import dev.chiron.core.model.Scores;
import dev.chiron.core.model.ScoringModel;
import dev.chiron.core.prompt.Prompt;
import dev.chiron.nn.architecture.EncoderDecoder;
import dev.chiron.nn.generation.LogitsProcessor;
import dev.chiron.nn.generation.TokenListener;
import dev.chiron.nn.intervention.Interventions;
import dev.chiron.nn.tokenizer.Tokenizer;
import dev.chiron.nn.weights.Parameters;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.bytedeco.pytorch.Device;

/**
 * An encoder-decoder whose weights are at hand, such as T5, FLAN-T5 or BART: it reads the prompt
 * whole and writes the answer. Prompt and answer have a context each.
 *
 * <p>Safe for many threads; they wait for each other.
 */
public final class LocalEncoderDecoder implements ScoringModel {
  private final ModelInfo info;
  private final EncoderDecoder model;
  private final Parameters weights;
  private final TextContinuer text;

  private LocalEncoderDecoder(
      ModelInfo info, EncoderDecoder model, Parameters weights, TextContinuer text) {
    this.info = info;
    this.model = model;
    this.weights = weights;
    this.text = text;
  }

  /**
   * Opens a model in a directory in the Hugging Face layout.
   *
   * @param name what {@link ModelInfo} calls it
   * @throws InputException if a file is missing, corrupt or not supported, or holds no
   *     encoder-decoder
   */
  public static LocalEncoderDecoder open(String name, Path path, Device device) {
    ModelDirectory directory = ModelDirectory.of(path);
    if (!(directory.network() instanceof EncoderDecoder model)) {
      throw InputException.in(path, "holds no encoder-decoder, such as T5");
    }
    Tokenizer tokenizer = directory.tokenizer(model.config().vocabularySize());
    Parameters weights = directory.weights(model, device);
    Set<Integer> ends = new HashSet<>(model.config().endTokens());
    tokenizer.endOfText().ifPresent(ends::add);
    return new LocalEncoderDecoder(
        new ModelInfo(
            name, model.config().contextLength(), 1, Set.of(Capability.SCORING), Price.FREE),
        model,
        weights,
        new TextContinuer(
            name,
            new EncoderDecoderContinuer(model, weights, Interventions.NONE),
            TextEncoder.marked(tokenizer),
            ends,
            new Lane()));
  }

  @Override
  public ModelInfo info() {
    return info;
  }

  public EncoderDecoder model() {
    return model;
  }

  /** Its weights, which are freed when it is closed. */
  public Parameters weights() {
    return weights;
  }

  public Tokenizer tokenizer() {
    return text.tokenizer();
  }

  @Override
  public int countTokens(String content) {
    return tokenizer().encode(content).length;
  }

  /**
   * Answers every prompt. What is drawn depends on the seed and the prompt, not on the other
   * prompts.
   *
   * @throws dev.chiron.core.error.ModelException if a prompt is longer than the context
   */
  @Override
  public List<Completion> generate(List<Prompt> prompts, Decoding decoding) {
    return text.generate(prompts, decoding, LogitsProcessor.NONE, TokenListener.SILENT);
  }

  /**
   * Scores continuations, without an end token after them.
   *
   * @throws dev.chiron.core.error.ModelException if one of the two is longer than the context
   */
  @Override
  public List<Scores> score(List<Prompt> prompts, List<String> continuations) {
    return text.score(prompts, continuations);
  }

  /** Ranks candidates; each prompt goes through the encoder once for all of them. */
  @Override
  public List<List<Scores>> rank(List<Prompt> prompts, List<String> candidates) {
    return text.rank(prompts, candidates);
  }

  @Override
  public void close() {
    weights.close();
  }
}
