package dev.chiron.bench.prompting;

import dev.chiron.bench.Means;
import dev.chiron.core.error.InputException;
import dev.chiron.core.method.Measurement;
import dev.chiron.core.method.Reproduction;
import dev.chiron.core.model.LanguageModel;
import dev.chiron.core.predictor.Prediction;
import dev.chiron.core.predictor.Transcript;
import dev.chiron.prompting.metaprompting.Briefing;
import dev.chiron.prompting.metaprompting.Conducted;
import dev.chiron.prompting.metaprompting.Direct;
import dev.chiron.prompting.metaprompting.Interpreter;
import dev.chiron.prompting.metaprompting.Scaffold;
import dev.chiron.prompting.metaprompting.ScaffoldedPredictor;
import dev.chiron.testkit.ResponderModel;
import dev.chiron.testkit.puzzles.FallibleSolver;
import dev.chiron.testkit.puzzles.Puzzle;
import dev.chiron.testkit.puzzles.Puzzles;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Meta-prompting and the scaffolds that it is compared with on puzzles, with a simulated model
 * whose rates of error are known; the programs that it writes are really run.
 */
public final class MetaPromptingReproduction implements Reproduction {
  private static final String CODE = "conductor with programs";
  private static final String NO_CODE = "conductor";
  private static final String NO_FRESH_EYES = "conductor, experts see its chat";
  private static final String NO_CHECKS = "conductor, told not to verify";
  private static final String REFUSED = "conductor with programs that are refused";

  @Override
  public String id() {
    return "meta-prompting";
  }

  @Override
  public String paper() {
    return "2401.12954";
  }

  @Override
  public String claim() {
    return "One model as conductor of experts with fresh eyes, one of which runs programs, beats"
        + " the same model asked directly; independent checking and execution are what helps.";
  }

  @Override
  public String criterion() {
    return "In points of accuracy: on the game of 24 the conductor with programs minus standard at"
        + " least 40, and without programs minus standard from 3 to 35; on sorting with programs"
        + " minus standard at least 10; on arithmetic the conductor without programs minus the same"
        + " whose experts see its chat at least 5; on the game of 24 and sorting, with programs"
        + " that are refused when they are to be run, at most 5 from the conductor without programs.";
  }

  @Override
  public List<Long> seeds(Profile profile) {
    return List.of(0L, 1L, 2L);
  }

  @Override
  public Measurement measure(Context context) {
    boolean quick = context.profile() == Profile.QUICK;
    LanguageModel model =
        new ResponderModel("fallible", new FallibleSolver(context.seeds().child("model")));
    Map<String, Double> measured = new TreeMap<>();
    Map<String, Double> baseline = new TreeMap<>();
    Map<String, Scaffold> arms = arms();
    int done = 0;
    for (Puzzle.Kind kind : Puzzle.Kind.values()) {
      int count = quick ? (kind == Puzzle.Kind.GAME_OF_24 ? 100 : 150) : 500;
      List<Puzzle> puzzles = Puzzles.draw(kind, count, context.seeds());
      for (Map.Entry<String, Scaffold> arm : arms.entrySet()) {
        context
            .progress()
            .update("arms", done++, arms.size() * (long) Puzzle.Kind.values().length, arm.getKey());
        String name = arm.getKey() + ", " + name(kind);
        Arm result = context.run().step(name, Arm.class, () -> played(arm, kind, puzzles, model));
        boolean direct = arm.getValue() instanceof Direct;
        (direct ? baseline : measured).put(name, result.points());
        if (!direct) {
          measured.put("rounds of " + name, result.rounds());
          measured.put("calls of " + name, result.calls());
        }
      }
    }
    return new Measurement(baseline, measured);
  }

  /** What an arm gave, as it is remembered; rounds and calls are means over the puzzles. */
  private record Arm(double points, double rounds, double calls) {}

  private static Map<String, Scaffold> arms() {
    Conducted plain = Conducted.STANDARD.withInterpreter(false);
    Map<String, Scaffold> arms = new LinkedHashMap<>();
    for (Direct.Style style : Direct.Style.values()) {
      arms.put(style.name().toLowerCase(Locale.ROOT).replace('_', ' '), new Direct(style));
    }
    arms.put(CODE, Conducted.STANDARD);
    arms.put(NO_CODE, plain);
    arms.put(NO_FRESH_EYES, plain.withFreshEyes(false));
    arms.put(NO_CHECKS, plain.withVerification(false));
    arms.put(REFUSED, Conducted.STANDARD);
    return arms;
  }

  private static Arm played(
      Map.Entry<String, Scaffold> arm,
      Puzzle.Kind kind,
      List<Puzzle> puzzles,
      LanguageModel model) {
    Interpreter interpreter = arm.getKey().equals(REFUSED) ? refusing() : Interpreter.python();
    try (ScaffoldedPredictor predictor =
        new ScaffoldedPredictor(model, new Briefing(kind.instruction(), List.of()), arm.getValue())
            .withInterpreter(interpreter)) {
      List<Prediction> predictions =
          predictor.predict(puzzles.stream().map(Puzzle::input).toList());
      long right =
          IntStream.range(0, puzzles.size())
              .filter(i -> puzzles.get(i).isSolvedBy(predictions.get(i).output()))
              .count();
      return new Arm(
          100.0 * right / puzzles.size(),
          predictions.stream()
              .mapToInt(p -> new Transcript(p.turns()).rounds())
              .average()
              .orElseThrow(),
          predictions.stream().mapToLong(p -> p.usage().calls()).average().orElseThrow());
    }
  }

  private static Interpreter refusing() {
    return new Interpreter(
        () -> {
          throw new InputException("switched off");
        },
        Interpreter.LIMITS);
  }

  private static String name(Puzzle.Kind kind) {
    return kind.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  @Override
  public boolean holds(List<Measurement> measurements) {
    Means means = Means.of(measurements);
    double alone = gain(means, NO_CODE, "standard", Puzzle.Kind.GAME_OF_24);
    return gain(means, CODE, "standard", Puzzle.Kind.GAME_OF_24) >= 40
        && alone >= 3
        && alone <= 35
        && gain(means, CODE, "standard", Puzzle.Kind.SORTING) >= 10
        && gain(means, NO_CODE, NO_FRESH_EYES, Puzzle.Kind.ARITHMETIC) >= 5
        && Math.abs(gain(means, REFUSED, NO_CODE, Puzzle.Kind.GAME_OF_24)) <= 5
        && Math.abs(gain(means, REFUSED, NO_CODE, Puzzle.Kind.SORTING)) <= 5;
  }

  private static double gain(Means means, String arm, String over, Puzzle.Kind kind) {
    String on = ", " + name(kind);
    return means.of(arm + on) - means.of(over + on);
  }

  @Override
  public String notes() {
    return "A simulated chat model with stated rates of error, 100 games of 24, 150 expressions and"
        + " 150 lists a seed; accuracies in points. It follows the protocol by reading it; its"
        + " programs run in the sandbox, outside of this process's processor time. The gains of"
        + " GPT-4 are not reproduced: shown is that decomposition, independent checking and"
        + " execution work through the protocol. The specification's second study, of a tiny"
        + " trained expert under a scripted conductor, is not part of this one. Where programs are"
        + " refused the conductor goes on to the experts that it would have asked without them, in"
        + " the same words, so they answer the same.";
  }
}
