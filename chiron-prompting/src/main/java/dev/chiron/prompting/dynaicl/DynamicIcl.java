package dev.chiron.prompting.dynaicl;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.chiron.core.error.InputException;
import dev.chiron.core.io.Json;
import dev.chiron.core.model.EmbeddingModel;
import dev.chiron.core.model.LanguageModel;
import dev.chiron.core.model.ModelOptions;
import dev.chiron.core.predictor.DemonstrationSelector;
import dev.chiron.core.predictor.Prediction;
import dev.chiron.core.predictor.Predictor;
import dev.chiron.core.predictor.Predictors;
import dev.chiron.core.predictor.PromptProgram;
import dev.chiron.core.predictor.PromptedPredictor;
import dev.chiron.core.prompt.PromptFitter;
import dev.chiron.core.random.Seeds;
import dev.chiron.core.retrieval.Embeddings;
import dev.chiron.core.task.Demonstration;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * A prompted model whose inputs get as many demonstrations as a controller says they need.
 *
 * <p>Inputs that come one by one are measured against the mean need of the calibration inputs, so
 * an input gets the same prompt in whatever company it comes. {@link #plan} divides a budget of
 * tokens among inputs that come together.
 */
public final class DynamicIcl implements Predictor {
  static final String KIND = "dynamic-icl";

  private final LanguageModel model;
  private final PromptProgram program;
  private final ShotController controller;
  private final EmbeddingModel embeddings;
  private final Terms terms;
  private final boolean closesModel;

  /**
   * How demonstrations are given out.
   *
   * @param meanShots of an input, N / (K · L)
   * @param meanNeed the mean prediction on calibration inputs
   * @param saving β
   * @param seed of the order in which each input's demonstrations are drawn
   */
  public record Terms(double meanShots, double meanNeed, double saving, long seed) {}

  /**
   * A predictor.
   *
   * @param program with the pool of demonstrations; its selector is not used
   * @param embeddings what the controller reads; closed with the predictor
   */
  public DynamicIcl(
      LanguageModel model,
      PromptProgram program,
      ShotController controller,
      EmbeddingModel embeddings,
      Terms terms) {
    this(model, program, controller, embeddings, terms, false);
  }

  DynamicIcl(
      LanguageModel model,
      PromptProgram program,
      ShotController controller,
      EmbeddingModel embeddings,
      Terms terms,
      boolean closesModel) {
    this.model = model;
    this.program = program;
    this.controller = controller;
    this.embeddings = embeddings;
    this.terms = terms;
    this.closesModel = closesModel;
  }

  /** The embeddings of a pool that a controller of a name reads. */
  static EmbeddingModel embeddings(String name, List<Demonstration> pool, ModelOptions options) {
    return Embeddings.open(name, pool.stream().map(Demonstration::input).toList(), options);
  }

  public Terms terms() {
    return terms;
  }

  /** The number of demonstrations that each input gets when it comes by itself. */
  public int[] shots(List<String> inputs) {
    double[] needed = controller.expected(inputs, embeddings);
    BudgetAllocator allocator = allocator();
    return allocator.rounded(allocator.targets(needed, terms.meanNeed(), terms.meanShots()));
  }

  /**
   * How inputs that come together share a budget of prompt tokens.
   *
   * @param shots of each input
   * @param tokens of all prompts
   */
  public record Plan(List<Integer> shots, long tokens) {
    public Plan {
      shots = List.copyOf(shots);
    }
  }

  /**
   * Divides a budget by the real lengths of prompts, so that it is never exceeded.
   *
   * @param tokens N, of all prompts with instruction, demonstrations and input
   * @throws InputException if not even the prompts without demonstrations fit
   */
  public Plan plan(List<String> inputs, long tokens) {
    BudgetAllocator allocator = allocator();
    double[] needed = controller.expected(inputs, embeddings);
    int[][] costs = inputs.stream().map(this::costs).toArray(int[][]::new);
    long least = Arrays.stream(costs).mapToLong(cost -> cost[0]).sum();
    long limit = (long) (tokens * terms.saving());
    if (least > limit) {
      throw new InputException(
          "a budget of %d tokens is too small: the prompts take %d without demonstrations"
              .formatted(limit, least));
    }
    double each =
        Arrays.stream(costs).mapToDouble(c -> (double) (c[c.length - 1] - c[0])).average().orElse(0)
            / Math.max(1, allocator.most());
    double meanShots = each == 0 ? 0 : (tokens - least) / (inputs.size() * each);
    int[] shots =
        allocator.strict(allocator.targets(needed, meanShots), (i, n) -> costs[i][n], limit);
    long sent = IntStream.range(0, shots.length).mapToLong(i -> costs[i][shots[i]]).sum();
    return new Plan(Arrays.stream(shots).boxed().toList(), sent);
  }

  @Override
  public List<Prediction> predict(List<String> inputs) {
    return predict(inputs, Arrays.stream(shots(inputs)).boxed().toList());
  }

  /** Answers with given numbers of demonstrations. */
  public List<Prediction> predict(List<String> inputs, List<Integer> shots) {
    Map<Integer, List<Integer>> byShots = new TreeMap<>();
    for (int i = 0; i < inputs.size(); i++) {
      byShots.computeIfAbsent(shots.get(i), k -> new ArrayList<>()).add(i);
    }
    Map<Integer, Prediction> answers = new HashMap<>();
    byShots.forEach(
        (k, places) -> {
          try (PromptedPredictor predictor = new PromptedPredictor(model, showing(k))) {
            List<Prediction> some = predictor.predict(places.stream().map(inputs::get).toList());
            for (int i = 0; i < some.size(); i++) {
              answers.put(places.get(i), some.get(i));
            }
          }
        });
    return IntStream.range(0, inputs.size()).mapToObj(answers::get).toList();
  }

  private PromptProgram showing(int shots) {
    return shots == 0
        ? program.withDemonstrations(List.of(), new DemonstrationSelector.None())
        : program.withDemonstrations(
            program.pool(), new DemonstrationSelector.Random(shots, terms.seed()));
  }

  /** Prompt tokens of an input with 0, 1, … demonstrations, as they would be drawn for it. */
  private int[] costs(String input) {
    PromptFitter counter =
        new PromptFitter(program.template(), model::countTokens, PromptFitter.NO_LIMIT);
    List<Demonstration> order =
        Seeds.sample(program.pool(), allocator().most(), new Seeds(terms.seed()).generator(input));
    return IntStream.rangeClosed(0, order.size())
        .map(
            n ->
                counter.tokens(
                    program.template().render(program.instruction(), order.subList(0, n), input)))
        .toArray();
  }

  private BudgetAllocator allocator() {
    return new BudgetAllocator(
        Math.min(controller.grid().most(), program.pool().size()), terms.saving());
  }

  @Override
  public void save(Path directory) {
    ObjectNode manifest = Json.object();
    manifest.put("model", model.info().name());
    manifest.set("program", Json.tree(program));
    manifest.set("controller", Json.tree(controller.saved()));
    manifest.set("terms", Json.tree(terms));
    Predictors.save(directory, KIND, manifest, temporary -> {});
  }

  @Override
  public void close() {
    embeddings.close();
    if (closesModel) {
      model.close();
    }
  }
}
