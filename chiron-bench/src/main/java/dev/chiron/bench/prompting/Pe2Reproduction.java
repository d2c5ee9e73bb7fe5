package dev.chiron.bench.prompting;

import dev.chiron.bench.Means;
import dev.chiron.core.method.Measurement;
import dev.chiron.core.method.Reproduction;
import dev.chiron.core.random.Seeds;
import dev.chiron.prompting.pe2.Component;
import dev.chiron.prompting.pe2.Editors;
import dev.chiron.prompting.pe2.Pe2Search;
import dev.chiron.prompting.pe2.Pe2Settings;
import dev.chiron.prompting.pe2.PromptEditor;
import dev.chiron.prompting.search.CandidateScorer;
import dev.chiron.prompting.search.PromptCandidate;
import dev.chiron.prompting.search.Workbench;
import dev.chiron.testkit.rules.BayesianResponder;
import dev.chiron.testkit.rules.Rule;
import dev.chiron.testkit.rules.RuleProposer;
import dev.chiron.testkit.rules.RuleWorld;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/**
 * PE2 on rule worlds that begin with the description of a related wrong rule: the conversation in
 * two steps against paraphrases, against one-shot rewriting from reasons, and without its parts.
 */
public final class Pe2Reproduction implements Reproduction {
  private static final int TRAIN = 70;
  private static final int DEV = 140;
  private static final int ITEMS = 243;
  private static final Pe2Settings SETTINGS = Pe2Settings.STANDARD.withBatch(4);
  private static final String PE2 = "pe2";

  @Override
  public String id() {
    return PE2;
  }

  @Override
  public String paper() {
    return "2311.05661";
  }

  @Override
  public String claim() {
    return "Proposals made from failures in two steps, with questions to reason by, beat"
        + " paraphrases and one-shot rewriting at an equal budget of candidates.";
  }

  @Override
  public String criterion() {
    return "On rule worlds, in points of test accuracy: pe2 minus the first prompt at least 25; pe2"
        + " minus paraphrases at least 15; pe2 minus rewriting from reasons and pe2 minus pe2"
        + " without the reasoning template above 0, each with a paired t over all worlds of at"
        + " least 2.";
  }

  @Override
  public List<Long> seeds(Profile profile) {
    return List.of(0L, 1L, 2L, 3L);
  }

  @Override
  public Measurement measure(Context context) {
    int worlds = context.profile() == Profile.QUICK ? 25 : 75;
    Map<String, Double> measured = new TreeMap<>();
    Map<String, Double> baseline = new TreeMap<>();
    for (int i = 0; i < worlds; i++) {
      context.progress().update("worlds", i, worlds, "");
      Seeds seeds = context.seeds().child("world " + i);
      World world = context.run().step("world " + i, World.class, () -> new World(world(seeds)));
      double pe2 = world.points().getOrDefault(PE2, 0.0);
      world
          .points()
          .forEach(
              (arm, points) -> {
                (arm.equals(PE2) ? measured : baseline).merge(arm, points / worlds, Double::sum);
                if (!arm.equals(PE2)) {
                  measured.merge("gain over " + arm, (pe2 - points) / worlds, Double::sum);
                  measured.merge(
                      "squared gain over " + arm,
                      (pe2 - points) * (pe2 - points) / worlds,
                      Double::sum);
                }
              });
    }
    measured.put("worlds", (double) worlds);
    return new Measurement(baseline, measured);
  }

  /** Each arm's accuracy in one world, as it is remembered. */
  private record World(Map<String, Double> points) {}

  private static Map<String, Double> world(Seeds seeds) {
    Map<String, Double> points = new TreeMap<>();
    RuleArena arena =
        RuleArena.of(seeds, BayesianResponder.Skill.ATTENTIVE, RuleProposer.Skill.ENGINEER);
    CandidateScorer train = arena.scorer("train", 0, TRAIN);
    CandidateScorer dev = arena.scorer("dev", TRAIN, DEV);
    CandidateScorer test = arena.scorer("test", DEV, ITEMS);
    PromptCandidate start =
        PromptCandidate.of(RuleWorld.instruction(related(arena.world().truth(), seeds)));
    points.put("first prompt", RuleArena.points(test, start));
    Map<String, Pe2Settings> variants = new TreeMap<>();
    variants.put(PE2, SETTINGS);
    variants.put("no two-step description", SETTINGS.without(Component.TWO_STEP));
    variants.put("no context", SETTINGS.without(Component.CONTEXT));
    variants.put("no reasoning template", SETTINGS.without(Component.REASONING));
    variants.put("no back-tracking", SETTINGS.withSampling(false, true));
    variants.put("no hard negatives", SETTINGS.withSampling(true, false));
    variants.forEach(
        (name, settings) -> {
          PromptCandidate best =
              found(settings, Editors.pe2(settings), start, train, arena.bench(dev));
          points.put(name, RuleArena.points(test, best));
        });
    points.put(
        "paraphrases",
        RuleArena.points(
            test, found(SETTINGS, Editors.paraphrase(), start, train, arena.bench(dev))));
    points.put(
        "rewriting from reasons",
        RuleArena.points(test, found(SETTINGS, Editors.reasons(), start, train, arena.bench(dev))));
    return points;
  }

  private static PromptCandidate found(
      Pe2Settings settings,
      PromptEditor editor,
      PromptCandidate start,
      CandidateScorer train,
      Workbench bench) {
    return new Pe2Search(settings, editor, train)
        .run(List.of(start), bench, bench.passes(settings.mostCandidates()))
        .history()
        .best()
        .candidate();
  }

  /** A rule with the same attributes, of which the values and labels differ in at least two. */
  private static Rule related(Rule truth, Seeds seeds) {
    List<Rule> related =
        new ArrayList<>(
            Rule.ALL.stream()
                .filter(r -> r.attribute() == truth.attribute())
                .filter(r -> r.otherAttribute() == truth.otherAttribute())
                .filter(r -> differences(r, truth) >= 2)
                .toList());
    RandomGenerator random = seeds.generator("related rule");
    return related.get(random.nextInt(related.size()));
  }

  private static int differences(Rule one, Rule two) {
    boolean sameLabels = one.first() == two.first() && one.second() == two.second();
    return (one.value() == two.value() ? 0 : 1)
        + (one.otherValue() == two.otherValue() ? 0 : 1)
        + (sameLabels ? 0 : 1);
  }

  @Override
  public boolean holds(List<Measurement> measurements) {
    Means means = Means.of(measurements);
    return means.of("gain over first prompt") >= 25
        && means.of("gain over paraphrases") >= 15
        && pairedT(means, "rewriting from reasons") >= 2
        && pairedT(means, "no reasoning template") >= 2;
  }

  /** t of the paired differences over the worlds of all seeds. */
  private static double pairedT(Means means, String arm) {
    double worlds = means.of("worlds") * means.measurements().size();
    double mean = means.of("gain over " + arm);
    double variance = (means.of("squared gain over " + arm) - mean * mean) * worlds / (worlds - 1);
    return mean / Math.sqrt(variance / worlds);
  }

  @Override
  public String notes() {
    return "Simulated reader and writer, 70 training, 70 development and 103 test items of each"
        + " world's 243, without overlap; accuracies in points, means over the worlds of a seed."
        + " Back-tracking, hard negatives, the context and the description are reported, not"
        + " judged. How wording acts on a large model is not reproduced.";
  }
}
