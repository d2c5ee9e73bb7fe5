package dev.chiron.bench.init;

import dev.chiron.bench.Means;
import dev.chiron.bench.init.MiniLanguage.Source;
import dev.chiron.core.io.AtomicFiles;
import dev.chiron.core.method.Measurement;
import dev.chiron.core.method.Reproduction;
import dev.chiron.core.random.Seeds;
import dev.chiron.init.codegen2.CodeGen2;
import dev.chiron.init.codegen2.Mixture;
import dev.chiron.init.codegen2.PrefixReading;
import dev.chiron.init.codegen2.Sentinels;
import dev.chiron.init.codegen2.SpanCorruptionReading;
import dev.chiron.init.codegen2.SpanFormat;
import dev.chiron.init.codegen2.SpanSampler;
import dev.chiron.init.corpus.Corpus;
import dev.chiron.init.corpus.Phase;
import dev.chiron.init.corpus.Reading;
import dev.chiron.init.flops.LinePlot;
import dev.chiron.init.flops.LossCurve;
import dev.chiron.nn.architecture.Decoder;
import dev.chiron.nn.architecture.DecoderConfig;
import dev.chiron.nn.generation.Generated;
import dev.chiron.nn.generation.GenerationOptions;
import dev.chiron.nn.generation.Generator;
import dev.chiron.nn.intervention.Interventions;
import dev.chiron.nn.tensor.Torch;
import dev.chiron.nn.training.AdamW;
import dev.chiron.nn.training.LearningRateSchedule.Cosine;
import dev.chiron.nn.training.TrainerConfig;
import dev.chiron.nn.weights.Parameters;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * Small decoders learn a language whose lines can be told from both sides, by plain language
 * modelling and by the mixture with span corruption, and fill gaps in it.
 */
public final class CodeGen2Reproduction implements Reproduction {
  private static final int CONTEXT = 128;
  private static final int MASKS = 8;
  private static final int FILES = 12_000;
  private static final int STEPS = 1500;
  private static final int BATCH = 16;
  private static final int LONGEST = 12;

  private static final String CAUSAL = "causal";
  private static final String MIXTURE = "mixture";

  private static final Sentinels SENTINELS =
      new Sentinels(
          IntStream.range(MiniLanguage.TOKENS, MiniLanguage.TOKENS + MASKS).boxed().toList(),
          MiniLanguage.TOKENS + MASKS,
          MiniLanguage.TOKENS + MASKS + 1,
          0);

  @Override
  public String id() {
    return CodeGen2.ID;
  }

  @Override
  public String paper() {
    return CodeGen2.PAPER;
  }

  @Override
  public String claim() {
    return "The mixture adds infilling at a small cost in left-to-right quality; causal training"
        + " alone cannot fill in.";
  }

  @Override
  public String criterion() {
    return "means over the seeds: exact match of filled lines of the mixture at least 0.60, and at"
        + " least 0.40 above the causal model given the prefix alone; left-to-right loss of the"
        + " mixture minus that of the causal model from 0 to 0.10 nats a character";
  }

  @Override
  public List<Long> seeds(Profile profile) {
    return List.of(0L, 1L, 2L);
  }

  private static SequencedMap<String, Reading> arms(Profile profile) {
    SequencedMap<String, Reading> arms = new LinkedHashMap<>();
    arms.put(CAUSAL, Reading.CAUSAL);
    arms.put(MIXTURE, Mixture.half(corruption(true)));
    if (profile == Profile.FULL) {
      arms.put("mixture, sequence level", Mixture.half(corruption(false)));
      arms.put("prefix", new PrefixReading());
    }
    return arms;
  }

  private static SpanCorruptionReading corruption(boolean fileLevel) {
    return new SpanCorruptionReading(
        new SpanFormat(SENTINELS),
        SpanSampler.STANDARD,
        fileLevel,
        SpanCorruptionReading.Unit.TOKEN,
        SpanCorruptionReading.Loss.ALL,
        _ -> false);
  }

  @Override
  public Measurement measure(Context context) {
    Torch.threads(1);
    boolean quick = context.profile() == Profile.QUICK;
    Seeds seeds = context.seeds();
    Corpus corpus =
        new Corpus(
            Corpus.rows(MiniLanguage.stream(FILES, seeds.generator("training")), CONTEXT),
            Corpus.rows(MiniLanguage.stream(150, seeds.generator("held out")), CONTEXT),
            CONTEXT);
    int width = quick ? 64 : 128;
    Decoder decoder =
        new Decoder(
            DecoderConfig.builder(MiniLanguage.TOKENS + MASKS + 2, width, quick ? 2 : 4, 4)
                .contextLength(2 * CONTEXT)
                .build());
    Map<String, Double> baseline = new TreeMap<>();
    Map<String, Double> measured = new TreeMap<>();
    SequencedMap<String, LossCurve> curves = new LinkedHashMap<>();
    arms(context.profile())
        .forEach(
            (arm, reading) -> {
              try (Parameters weights = decoder.initialize(seeds.child("weights"))) {
                Phase.Outcome outcome =
                    new Phase(decoder, corpus, reading, config(seeds, quick))
                        .train(
                            weights,
                            0,
                            context.run().child(arm),
                            seeds.child("training"),
                            context.progress().under(arm),
                            trainer -> trainer);
                curves.put(arm, outcome.curve());
                Map<String, Double> side = arm.equals(CAUSAL) ? baseline : measured;
                side.put(arm + " loss", outcome.curve().finalLoss());
                fill(arm, decoder, weights, quick ? 200 : 500, seeds, side);
              }
            });
    AtomicFiles.write(
        context.run().directory().resolve("loss-flops.svg"), LinePlot.losses(curves).svg());
    return new Measurement(baseline, measured);
  }

  private static TrainerConfig config(Seeds seeds, boolean quick) {
    int steps = quick ? STEPS : 2 * STEPS;
    return TrainerConfig.builder(new Cosine(1e-3, 100, 0.1))
        .steps(steps)
        .batchSize(BATCH)
        .optimizer(AdamW.Settings.PRETRAINING)
        .reducedPrecision(true)
        .evaluateEvery(steps / 10)
        .checkpointEvery(250)
        .logEvery(50)
        .seed(seeds.derive("order"))
        .build();
  }

  /** Fills a line of files that were never trained on: from both sides, and from before alone. */
  private static void fill(
      String arm,
      Decoder decoder,
      Parameters weights,
      int holes,
      Seeds seeds,
      Map<String, Double> values) {
    RandomGenerator random = seeds.generator("holes");
    SpanFormat format = new SpanFormat(SENTINELS);
    List<int[]> between = new ArrayList<>();
    List<int[]> before = new ArrayList<>();
    List<int[]> answers = new ArrayList<>();
    for (int i = 0; i < holes; i++) {
      Source source = MiniLanguage.draw(random);
      int[] place = source.lines().get(random.nextInt(source.lines().size()));
      int[] prefix = MiniLanguage.encode(source.text().substring(0, place[0]));
      between.add(
          format.prompt(
              List.of(prefix, MiniLanguage.encode(source.text().substring(place[1]))), List.of()));
      before.add(prefix);
      answers.add(MiniLanguage.encode(source.text().substring(place[0], place[1])));
    }
    Generator generator = new Generator(decoder, weights, Interventions.NONE);
    List<Generated> filled =
        generator.generate(between, GenerationOptions.greedy(LONGEST, SENTINELS.endOfMask()));
    values.put(arm + " exact match", exactMatch(filled, answers));
    values.put(
        arm + " stop rate",
        filled.stream().mapToInt(each -> each.stopped() ? 1 : 0).average().orElse(0));
    int lineBreak = MiniLanguage.encode("\n")[0];
    values.put(
        arm + " exact match from the prefix alone",
        exactMatch(
            generator.generate(before, GenerationOptions.greedy(LONGEST, lineBreak)), answers));
  }

  /** What was not ended counts as wrong. */
  private static double exactMatch(List<Generated> filled, List<int[]> answers) {
    return IntStream.range(0, answers.size())
        .map(
            i ->
                filled.get(i).stopped() && Arrays.equals(filled.get(i).tokens(), answers.get(i))
                    ? 1
                    : 0)
        .average()
        .orElse(0);
  }

  @Override
  public boolean holds(List<Measurement> measurements) {
    Means means = Means.of(measurements);
    double cost = means.of("mixture loss") - means.of("causal loss");
    return means.of("mixture exact match") >= 0.60
        && means.of("mixture exact match")
            >= means.of("causal exact match from the prefix alone") + 0.40
        && cost >= 0
        && cost <= 0.10;
  }

  @Override
  public String notes() {
    return "Decoders of 2 layers of width 64 (0.1 million parameters), 1,500 steps of 16 rows of 128"
        + " characters, files of one or two functions: smaller than the specification's, for time."
        + " Sequence-level spans and the prefix LM are measured in the full profile. 200 gaps of"
        + " one line; what the model does not end itself counts as wrong.";
  }
}
