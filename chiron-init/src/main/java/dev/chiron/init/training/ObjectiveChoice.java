package dev.chiron.init.training;

import dev.chiron.core.error.InputException;
import dev.chiron.init.codegen2.Mixture;
import dev.chiron.init.codegen2.PrefixReading;
import dev.chiron.init.codegen2.Sentinels;
import dev.chiron.init.codegen2.SpanCorruptionReading;
import dev.chiron.init.codegen2.SpanFormat;
import dev.chiron.init.codegen2.SpanSampler;
import dev.chiron.init.corpus.Reading;
import dev.chiron.nn.tokenizer.Tokenizer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * An objective as a user names it: {@code clm}, {@code prefix}, {@code span}, or a mixture such as
 * {@code mix:clm=0.5,span=0.5}; {@code mix} alone is that one.
 *
 * @param text as the user wrote it
 * @param sampler of spans
 * @param fileLevel whether documents are corrupted apart
 * @param unit of spans
 * @param loss which tokens of corrupted documents are learned
 */
public record ObjectiveChoice(
    String text,
    SpanSampler sampler,
    boolean fileLevel,
    SpanCorruptionReading.Unit unit,
    SpanCorruptionReading.Loss loss) {
  private static final String MIX = "mix";

  /** Plain language modelling. */
  public static final ObjectiveChoice CAUSAL =
      new ObjectiveChoice(
          "clm",
          SpanSampler.STANDARD,
          true,
          SpanCorruptionReading.Unit.TOKEN,
          SpanCorruptionReading.Loss.ALL);

  /** Whether it needs the tokens of gaps. */
  public boolean needsSentinels() {
    return text.equals(MIX) || text.contains("span");
  }

  /**
   * What it makes of rows.
   *
   * @throws InputException if it is no objective, or the tokenizer lacks what it needs
   */
  public Reading reading(Tokenizer tokenizer) {
    if (text.equals(MIX)) {
      return Mixture.half(span(tokenizer));
    }
    if (!text.startsWith(MIX + ":")) {
      return single(text, tokenizer);
    }
    List<Mixture.Part> parts = new ArrayList<>();
    for (String part : text.substring(MIX.length() + 1).split(",", -1)) {
      String[] sides = part.split("=", 2);
      if (sides.length < 2 || !sides[1].matches("\\d{1,6}(\\.\\d{1,9})?")) {
        throw new InputException("objective '%s': '%s' is no NAME=WEIGHT".formatted(text, part));
      }
      parts.add(new Mixture.Part(single(sides[0], tokenizer), Double.parseDouble(sides[1])));
    }
    return new Mixture(parts);
  }

  private Reading single(String name, Tokenizer tokenizer) {
    return switch (name) {
      case "clm" -> Reading.CAUSAL;
      case "prefix" -> new PrefixReading();
      case "span" -> span(tokenizer);
      default ->
          throw new InputException(
              "objective '%s': '%s' is none of clm, prefix, span, mix".formatted(text, name));
    };
  }

  private Reading span(Tokenizer tokenizer) {
    return new SpanCorruptionReading(
        new SpanFormat(Sentinels.of(tokenizer)),
        sampler,
        fileLevel,
        unit,
        loss,
        token -> new String(tokenizer.bytes(token), StandardCharsets.UTF_8).contains("\n"));
  }
}
