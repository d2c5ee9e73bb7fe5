package dev.chiron.app.command;

import dev.chiron.core.error.InputException;
import dev.chiron.init.codegen2.SpanCorruptionReading;
import dev.chiron.init.codegen2.SpanSampler;
import dev.chiron.init.dualprocess.Forgetting;
import dev.chiron.init.training.CorpusTraining;
import dev.chiron.init.training.GrowthChoice;
import dev.chiron.init.training.ObjectiveChoice;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How a model is trained on texts. */
final class CorpusOptions {
  private static final Pattern SPANS =
      Pattern.compile("(0?\\.\\d{1,6}|0|1)-(0?\\.\\d{1,6}|0|1),(\\d{1,5})-(\\d{1,5})");

  @Option(
      names = "--model",
      paramLabel = "DIR",
      description = "Train this model on texts: a Hugging Face directory.")
  @Nullable String model;

  @Option(
      names = "--fresh",
      description = "Start from random weights; the model gives its sizes and its tokenizer.")
  boolean fresh;

  @Option(
      names = "--objective",
      paramLabel = "NAME",
      defaultValue = "clm",
      description =
          "clm, prefix, span, or a mixture: mix, mix:clm=0.5,span=0.5 (default: ${DEFAULT-VALUE}).")
  String objective = "clm";

  @Option(
      names = "--spans",
      paramLabel = "SHARES,LENGTHS",
      defaultValue = "0.05-0.5,1-64",
      description = "What span corruption takes out of a document (default: ${DEFAULT-VALUE}).")
  String spans = "0.05-0.5,1-64";

  @Option(
      names = "--span-unit",
      paramLabel = "NAME",
      defaultValue = "token",
      description = "token or line (default: ${DEFAULT-VALUE}).")
  SpanCorruptionReading.Unit unit = SpanCorruptionReading.Unit.TOKEN;

  @Option(
      names = "--loss-on",
      paramLabel = "NAME",
      defaultValue = "all",
      description = "Of a corrupted document: all or targets (default: ${DEFAULT-VALUE}).")
  SpanCorruptionReading.Loss loss = SpanCorruptionReading.Loss.ALL;

  @Option(names = "--sequence-level", description = "Let spans cross the ends of documents.")
  boolean sequenceLevel;

  @Option(
      names = "--add-tokens",
      description = "Give the tokenizer the tokens of gaps, if it lacks them.")
  boolean addTokens;

  @Option(
      names = "--grow",
      paramLabel = "OPERATOR:FACTOR[@SHARE%%]",
      description = "Train a shallower model first, such as stack:4@10%%; starts from nothing.")
  @Nullable String grow;

  @Option(
      names = "--forget",
      paramLabel = "MODE",
      description =
          "Forget embeddings: active:every=N, temporary:every=N,until=N or"
              + " probabilistic:share=P,every=N,until=N.")
  @Nullable String forget;

  @Option(names = "--reset-head", description = "Forget a head that is not tied, too.")
  boolean resetHead;

  @Mixin StepOptions pace = new StepOptions();

  @Option(
      names = "--warmup",
      paramLabel = "N",
      defaultValue = "50",
      description = "Steps to the peak (default: ${DEFAULT-VALUE}).")
  long warmup = 50;

  @Mixin SeedOption randomness = new SeedOption();

  /**
   * What they say.
   *
   * @throws InputException naming the option that is wrong
   */
  CorpusTraining.Settings settings() {
    pace.check();
    return new CorpusTraining.Settings(
        pace.steps,
        pace.batch,
        pace.context,
        pace.rate,
        Math.max(0, warmup),
        fresh || grow != null,
        new ObjectiveChoice(objective, sampler(), !sequenceLevel, unit, loss),
        addTokens,
        Optional.ofNullable(grow).map(GrowthChoice::parse),
        Optional.ofNullable(forget).map(Forgetting::parse),
        resetHead,
        randomness.seed);
  }

  private SpanSampler sampler() {
    Matcher matcher = SPANS.matcher(spans.strip());
    if (!matcher.matches()) {
      throw new InputException("--spans '" + spans + "': write 0.05-0.5,1-64");
    }
    return new SpanSampler(
        Double.parseDouble(matcher.group(1)),
        Double.parseDouble(matcher.group(2)),
        Integer.parseInt(matcher.group(3)),
        Integer.parseInt(matcher.group(4)));
  }
}
