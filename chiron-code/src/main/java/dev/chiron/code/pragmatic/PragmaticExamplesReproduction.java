package dev.chiron.code.pragmatic;

import dev.chiron.core.method.Measurement;
import dev.chiron.core.method.Reproduction;
import dev.chiron.nn.tensor.Torch;
import java.util.List;
import java.util.Map;

/** Examples chosen by rational speech acts teach a listener to read what people mean by theirs. */
public final class PragmaticExamplesReproduction implements Reproduction {
  @Override
  public String id() {
    return "pragmatic-examples";
  }

  @Override
  public String paper() {
    return "2311.05740";
  }

  @Override
  public String claim() {
    return "Training on examples chosen by rational speech acts inside self-play beats training on"
        + " random examples when the user picks examples pragmatically, and approaches training on"
        + " that user's own examples.";
  }

  @Override
  public String criterion() {
    return "First answers with the intended language, mean over 1 to 5 examples of the pragmatic"
        + " user and over seeds: self-play at least 1.3 times random examples and at least 0.025"
        + " above them, above them for every seed, above the candidates that nobody chose, and at"
        + " least 0.8 times training on the user's examples.";
  }

  @Override
  public List<Long> seeds(Profile profile) {
    return List.of(0L, 1L, 2L);
  }

  @Override
  public Measurement measure(Context context) {
    Torch.threads(1);
    PragmaticExperiment.Size size =
        context.profile() == Profile.QUICK
            ? PragmaticExperiment.Size.QUICK
            : PragmaticExperiment.Size.FULL;
    return new PragmaticExperiment(new TinyRegex(), size, context.seeds())
        .measure(context.run(), context.progress());
  }

  @Override
  public boolean holds(List<Measurement> measurements) {
    double play = mean(measurements, "self-play");
    double random = mean(measurements, "random examples");
    return play >= 1.3 * random
        && play - random >= 0.025
        && measurements.stream()
            .allMatch(each -> value(each, "self-play") > value(each, "random examples"))
        && play > mean(measurements, "candidates nobody chose")
        && play >= 0.8 * mean(measurements, "the user's examples");
  }

  private static double mean(List<Measurement> measurements, String name) {
    return measurements.stream().mapToDouble(each -> value(each, name)).average().orElseThrow();
  }

  private static double value(Measurement measurement, String name) {
    String key = name + ", pragmatic user";
    Map<String, Double> measured = measurement.measured();
    return measured.containsKey(key)
        ? measured.getOrDefault(key, 0.0)
        : measurement.baseline().getOrDefault(key, 0.0);
  }

  @Override
  public String notes() {
    return "2,394 languages over a, b, 0 and 1, of which 120 are held out. The user is simulated:"
        + " exact rational speech acts over all languages, choosing among 400 random true examples,"
        + " half of them matching where the language allows. Random examples are matching or not by"
        + " a fair coin, everywhere. First models learn from fresh random examples at every step:"
        + " 5,000 and 2,000 steps of 128 in the quick profile.";
  }
}
