package dev.chiron.bench.prompting;

import dev.chiron.bench.Means;
import dev.chiron.core.method.Measurement;
import dev.chiron.core.method.Reproduction;
import dev.chiron.core.random.Seeds;
import dev.chiron.prompting.ioes.AllExemplars;
import dev.chiron.prompting.ioes.Ape;
import dev.chiron.prompting.ioes.BudgetSplit;
import dev.chiron.prompting.ioes.DiverseExemplars;
import dev.chiron.prompting.ioes.ExemplarOptimizer;
import dev.chiron.prompting.ioes.InstructionOptimizer;
import dev.chiron.prompting.ioes.IoEoGrid;
import dev.chiron.prompting.ioes.KeepInstruction;
import dev.chiron.prompting.ioes.MutationExemplars;
import dev.chiron.prompting.ioes.NearestExemplars;
import dev.chiron.prompting.ioes.NoExemplars;
import dev.chiron.prompting.ioes.Opro;
import dev.chiron.prompting.ioes.ProTeGi;
import dev.chiron.prompting.ioes.RandomExemplars;
import dev.chiron.prompting.ioes.RandomSearchExemplars;
import dev.chiron.prompting.search.CandidateScorer;
import dev.chiron.prompting.search.PromptCandidate;
import dev.chiron.prompting.search.Workbench;
import dev.chiron.testkit.rules.BayesianResponder;
import dev.chiron.testkit.rules.RuleProposer;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Teach better or show smarter, on rule worlds: a Bayesian reader that understands a clause of an
 * instruction with probability φ, a simulated writer of instructions, 50 examples to search by, 193
 * others to report on, three exemplars, 32 evaluations for each stage.
 */
public final class IoEsReproduction implements Reproduction {
  private static final int DEV = 50;
  private static final int ITEMS = 243;
  private static final int EXEMPLARS = 3;

  private static final List<InstructionOptimizer> ROWS =
      List.of(new KeepInstruction(), Ape.STANDARD, ProTeGi.STANDARD, Opro.STANDARD);

  private static final List<ExemplarOptimizer> COLUMNS =
      List.of(
          new NoExemplars(),
          new RandomExemplars(),
          DiverseExemplars.OFFLINE,
          NearestExemplars.OFFLINE,
          new RandomSearchExemplars(),
          MutationExemplars.STANDARD,
          new AllExemplars());

  /** Enough for the reversal where instructions are understood. */
  private static final List<ExemplarOptimizer> FEW_COLUMNS =
      List.of(new NoExemplars(), new RandomSearchExemplars());

  private static final String SEARCHED = "random-search";

  @Override
  public String id() {
    return "io-es";
  }

  @Override
  public String paper() {
    return "2406.15708";
  }

  @Override
  public String claim() {
    return "Exemplars chosen from a model's own right answers help under every instruction and can"
        + " beat optimised instructions; both stages together beat either; which of the two wins"
        + " depends on how well the model follows instructions.";
  }

  @Override
  public String criterion() {
    return "On rule worlds with phi = 0.4, in points of test accuracy: random search over exemplars"
        + " minus random exemplars at least 8 with the seed instruction and at least 5 with every"
        + " instruction optimiser; random search with the seed instruction minus the best"
        + " instruction alone at least 2; the best two-stage prompt by the search's examples minus"
        + " the better of instructions alone and exemplars alone at least 3. With phi = 1: best"
        + " instruction alone minus exemplars alone at least 5.";
  }

  @Override
  public List<Long> seeds(Profile profile) {
    return List.of(0L, 1L, 2L, 3L);
  }

  @Override
  public Measurement measure(Context context) {
    int worlds = context.profile() == Profile.QUICK ? 10 : 25;
    Map<String, Double> sums = new TreeMap<>();
    for (int i = 0; i < worlds; i++) {
      Seeds seeds = context.seeds().child("world " + i);
      context.progress().update("worlds", i, worlds, "");
      World measured = context.run().step("world " + i, World.class, () -> new World(world(seeds)));
      measured.points().forEach((name, value) -> sums.merge(name, value / worlds, Double::sum));
    }
    Map<String, Double> baseline = new TreeMap<>();
    Map<String, Double> result = new TreeMap<>();
    sums.forEach((name, value) -> (isBaseline(name) ? baseline : result).put(name, value));
    return new Measurement(baseline, result);
  }

  /** One world's accuracies in points, as they are remembered. */
  private record World(Map<String, Double> points) {}

  private static Map<String, Double> world(Seeds seeds) {
    Map<String, Double> points = new TreeMap<>();
    BayesianResponder.Skill distracted = BayesianResponder.Skill.DISTRACTED;
    fill(points, "", seeds, distracted, COLUMNS);
    BayesianResponder.Skill literate =
        new BayesianResponder.Skill(distracted.clauseWeight(), 1, distracted.slip());
    fill(points, "phi 1: ", seeds, literate, FEW_COLUMNS);
    return points;
  }

  private static void fill(
      Map<String, Double> points,
      String prefix,
      Seeds seeds,
      BayesianResponder.Skill reading,
      List<ExemplarOptimizer> columns) {
    RuleArena arena = RuleArena.of(seeds, reading, RuleProposer.Skill.OPTIMIZER);
    CandidateScorer dev = arena.scorer("dev", 0, DEV);
    CandidateScorer test = arena.scorer("test", DEV, ITEMS);
    Workbench bench = arena.bench(dev);
    IoEoGrid grid =
        IoEoGrid.run(
            PromptCandidate.of(""), bench, ROWS, columns, BudgetSplit.STANDARD, EXEMPLARS, 0);
    for (IoEoGrid.Cell cell : grid.cells()) {
      // A test example is no example of the search, so none is left out of its score.
      points.put(
          prefix + cell.instructions() + " + " + cell.exemplars(),
          RuleArena.points(test, elsewhere(cell.candidate())));
    }
    IoEoGrid.Cell best =
        grid.cells().stream()
            .filter(cell -> !cell.instructions().equals("none"))
            .filter(
                cell -> cell.exemplars().equals(SEARCHED) || cell.exemplars().equals("mutation"))
            .max(Comparator.comparingDouble(cell -> dev.score(cell.candidate()).score()))
            .orElseThrow();
    points.put(prefix + "two-stage", RuleArena.points(test, elsewhere(best.candidate())));
  }

  private static PromptCandidate elsewhere(PromptCandidate candidate) {
    return candidate.isFixed()
        ? candidate.showing(ExemplarPlaces.forgotten(candidate.exemplars()))
        : candidate.choosing(ExemplarPlaces.forgotten(candidate.exemplars()), candidate.selector());
  }

  private static boolean isBaseline(String name) {
    return name.endsWith("+ none") || name.endsWith("+ random");
  }

  @Override
  public boolean holds(List<Measurement> measurements) {
    Means means = Means.of(measurements);
    double gainAtSeed = means.of("none + " + SEARCHED) - means.of("none + random");
    boolean everyRow =
        ROWS.stream()
            .map(InstructionOptimizer::name)
            .allMatch(io -> means.of(io + " + " + SEARCHED) - means.of(io + " + random") >= 5);
    double instructions = instructionsAlone(means, "");
    double exemplars = Math.max(means.of("none + " + SEARCHED), means.of("none + mutation"));
    double reversed = instructionsAlone(means, "phi 1: ") - means.of("phi 1: none + " + SEARCHED);
    return gainAtSeed >= 8
        && everyRow
        && means.of("none + " + SEARCHED) - instructions >= 2
        && means.of("two-stage") - Math.max(instructions, exemplars) >= 3
        && reversed >= 5;
  }

  private static double instructionsAlone(Means means, String prefix) {
    return ROWS.stream()
        .mapToDouble(io -> means.of(prefix + io.name() + " + none"))
        .max()
        .orElseThrow();
  }

  @Override
  public String notes() {
    return "Simulated reader and writer; accuracies in points, means over the worlds of a seed. An"
        + " ideal reader profits from all exemplars, so the paper's findings that selected ones beat"
        + " all and that exemplars generalise better than instructions are reported, not judged.";
  }
}
