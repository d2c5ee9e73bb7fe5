package dev.chiron.app.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.chiron.app.console.Answer;
import dev.chiron.app.console.Environment;
import dev.chiron.app.console.ProgressDisplay;
import dev.chiron.core.error.InputException;
import dev.chiron.core.io.Json;
import dev.chiron.core.model.EmbeddingModel;
import dev.chiron.core.model.LanguageModel;
import dev.chiron.core.model.ScoringModel;
import dev.chiron.core.random.Seeds;
import dev.chiron.core.retrieval.Embeddings;
import dev.chiron.core.retrieval.HashedTfIdfEmbedding;
import dev.chiron.data.diversifyandconquer.Allocation;
import dev.chiron.data.diversifyandconquer.ClusterSampling;
import dev.chiron.data.pool.InstructionExample;
import dev.chiron.data.pool.InstructionFiles;
import dev.chiron.data.pool.InstructionSet;
import dev.chiron.data.selection.Baselines;
import dev.chiron.data.selection.Candidates;
import dev.chiron.data.selection.QualityDiversity;
import dev.chiron.data.selection.RatingScorer;
import dev.chiron.data.selection.Selector;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code chiron data select}: the part of a pool that is worth training on. */
@Command(
    footerHeading = "%nExamples:%n",
    footer = {
      "  chiron data select pool.jsonl --method kmeans-random --budget 5%% --out selected.jsonl",
      "  chiron data select pool.jsonl --method kmq --clusters 64 --quality scores.jsonl"
          + " --budget 500 --out selected.jsonl",
      "  chiron data select pool.jsonl --method kmq --judge ./model --budget 5%% --out selected.jsonl"
    })
final class DataSelectCommand extends ChironCommand {
  @Parameters(paramLabel = "POOL", description = "A pool.")
  String pool = "";

  @Option(
      names = "--method",
      required = true,
      paramLabel = "NAME",
      description =
          "random, length, quality, k-center, kmeans-random, kmeans-closest, kmq, deita, qdit.")
  String method = "";

  @Option(
      names = "--budget",
      required = true,
      paramLabel = "N",
      description = "How many examples, or a share such as 5%%.")
  String budget = "";

  @Option(
      names = "--clusters",
      paramLabel = "K",
      description = "Of k-means (default: half of the square root of the pool's size).")
  @Nullable Integer clusters;

  @Option(
      names = "--allocation",
      paramLabel = "RULE",
      defaultValue = "equal",
      description =
          "Of the budget among clusters: equal or proportional (default: ${DEFAULT-VALUE}).")
  String allocation = "equal";

  @Option(
      names = "--quality",
      paramLabel = "FILE",
      description = "JSON lines of id and score, one for every example.")
  @Nullable String quality;

  @Option(
      names = "--judge",
      paramLabel = "MODEL",
      description = "A local model that rates every example, instead of --quality.")
  @Nullable String judge;

  @Option(
      names = "--temperature",
      paramLabel = "T",
      defaultValue = "1",
      description = "Of kmq: draws by exp(quality / T) (default: ${DEFAULT-VALUE}).")
  double temperature = 1;

  @Option(
      names = "--alpha",
      paramLabel = "A",
      defaultValue = "0.5",
      description = "Of qdit: weight of quality, 0 to 1 (default: ${DEFAULT-VALUE}).")
  double alpha = 0.5;

  @Option(
      names = "--embeddings",
      paramLabel = "MODEL",
      defaultValue = HashedTfIdfEmbedding.NAME,
      description = "What embeds the examples (default: ${DEFAULT-VALUE}).")
  String embeddings = HashedTfIdfEmbedding.NAME;

  @Option(names = "--seed", defaultValue = "0", description = "Of chance (${DEFAULT-VALUE}).")
  long seed;

  @Option(names = "--out", required = true, paramLabel = "PATH", description = "The new pool.")
  String out = "";

  @Mixin ModelChoice choice = new ModelChoice();

  @Override
  public Answer run(Environment environment) {
    Path path = environment.resolve(pool);
    try (InstructionSet set = InstructionFiles.open(path)) {
      int count = PoolFile.budget(budget, set.size());
      Selector selector = selector(set.size(), count);
      Candidates candidates = candidates(set, environment);
      int[] chosen = selector.select(candidates, count, new Seeds(seed));
      ObjectNode details = Json.object().put("method", method);
      details.put("of", set.size());
      details.put("meanQuality", mean(candidates.quality(), chosen));
      details.put("meanQualityOfPool", mean(candidates.quality(), all(set.size())));
      List<Path> inputs = new ArrayList<>(List.of(path));
      if (quality != null) {
        inputs.add(environment.resolve(quality));
      }
      return PoolFile.write(set.at(chosen), environment.resolve(out), arguments(), inputs, details);
    }
  }

  private Selector selector(int size, int count) {
    if (!(alpha >= 0 && alpha <= 1)) {
      throw new InputException("--alpha: must be from 0 to 1");
    }
    return switch (method) {
      case "random" -> Baselines::random;
      case "length" -> Baselines::longest;
      case "quality" -> Baselines::quality;
      case "k-center" -> Baselines::kCenter;
      case "kmeans-random" -> clustered(size, count, new ClusterSampling.Draw.Even());
      case "kmeans-closest" -> clustered(size, count, new ClusterSampling.Draw.Closest());
      case "kmq" -> clustered(size, count, new ClusterSampling.Draw.Quality(temperature));
      case "deita" -> QualityDiversity.deita(QualityDiversity.DEITA_DISTANCE);
      case "qdit" -> QualityDiversity.qdit(alpha);
      default ->
          throw new InputException(
              "--method '"
                  + method
                  + "': use random, length, quality, k-center, kmeans-random, kmeans-closest, kmq,"
                  + " deita or qdit");
    };
  }

  private Selector clustered(int size, int count, ClusterSampling.Draw draw) {
    int k =
        clusters != null
            ? clusters
            : Math.max(1, Math.min(count, (int) Math.round(Math.sqrt(size) / 2)));
    Allocation parts =
        switch (allocation.toLowerCase(Locale.ROOT)) {
          case "equal" -> Allocation.EQUAL;
          case "proportional" -> Allocation.PROPORTIONAL;
          default ->
              throw new InputException(
                  "--allocation '" + allocation + "': use equal or proportional");
        };
    return new ClusterSampling(k, 5, parts, draw);
  }

  private Candidates candidates(InstructionSet set, Environment environment) {
    boolean needsQuality = List.of("quality", "kmq", "deita", "qdit").contains(method);
    boolean needsEmbeddings = !List.of("random", "length", "quality").contains(method);
    if (needsQuality && quality == null && judge == null) {
      throw new InputException("--method " + method + ": needs --quality FILE or --judge MODEL");
    }
    List<String> texts =
        needsEmbeddings ? set.stream().map(InstructionExample::text).toList() : List.of();
    return new Candidates(
        set.size(),
        needsEmbeddings ? embedded(texts, environment) : new float[0][],
        needsQuality ? qualities(set, environment) : new double[set.size()],
        set.stream().mapToInt(each -> each.text().length()).toArray());
  }

  private float[][] embedded(List<String> texts, Environment environment) {
    try (EmbeddingModel model = Embeddings.open(embeddings, texts, choice.options(environment))) {
      return model.embed(texts);
    }
  }

  private double[] qualities(InstructionSet set, Environment environment) {
    return quality != null
        ? read(set, environment.resolve(quality))
        : rated(set, Objects.requireNonNull(judge), environment);
  }

  private double[] rated(InstructionSet set, String name, Environment environment) {
    try (LanguageModel model = choice.open(name, environment)) {
      ScoringModel scoring =
          model
              .as(ScoringModel.class)
              .orElseThrow(
                  () ->
                      new InputException(
                          "--judge '"
                              + name
                              + "': does not tell probabilities; use a local model"));
      return new RunSession(environment)
          .run(
              arguments(),
              Map.of("judge", name, "pool", pool),
              run -> {
                try (ProgressDisplay progress = new ProgressDisplay(environment)) {
                  return new RatingScorer(scoring).rate(set, run.run(), progress);
                }
              });
    }
  }

  private static double[] read(InstructionSet set, Path file) {
    Map<String, Double> scores = new HashMap<>();
    try {
      List<String> lines = Files.readAllLines(file);
      for (int i = 0; i < lines.size(); i++) {
        JsonNode row = Json.parse(file, i + 1L, lines.get(i));
        if (!row.path("id").isTextual() || !row.path("score").isNumber()) {
          throw InputException.in(file, i + 1L, "should be an object with id and score");
        }
        scores.put(row.path("id").asText(), row.path("score").asDouble());
      }
    } catch (IOException e) {
      throw new InputException(file + ": cannot be read: " + e.getMessage(), e);
    }
    return IntStream.range(0, set.size())
        .mapToDouble(
            i -> {
              String id = set.get(i).id();
              Double score = scores.get(id);
              if (score == null) {
                throw InputException.in(file, "has no score for example '" + id + "': add it");
              }
              return score;
            })
        .toArray();
  }

  private static int[] all(int size) {
    return IntStream.range(0, size).toArray();
  }

  private static double mean(double[] values, int[] indices) {
    return IntStream.of(indices).mapToDouble(i -> values[i]).average().orElse(0);
  }
}
