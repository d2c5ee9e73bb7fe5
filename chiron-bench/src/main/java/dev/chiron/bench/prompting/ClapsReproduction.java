package dev.chiron.bench.prompting;

import dev.chiron.bench.Means;
import dev.chiron.core.method.Measurement;
import dev.chiron.core.method.Reproduction;
import dev.chiron.core.predictor.AnswerMode;
import dev.chiron.core.predictor.PromptProgram;
import dev.chiron.core.prompt.PromptTemplate;
import dev.chiron.core.random.Seeds;
import dev.chiron.core.run.Steps;
import dev.chiron.core.task.Example;
import dev.chiron.nn.tensor.Torch;
import dev.chiron.prompting.claps.ClapsSearch;
import dev.chiron.prompting.claps.GeneticSearch;
import dev.chiron.prompting.claps.GreedySearch;
import dev.chiron.prompting.claps.Influence;
import dev.chiron.prompting.claps.PromptReward;
import dev.chiron.prompting.claps.PromptTokenSearch;
import dev.chiron.prompting.claps.TokenSpace;
import dev.chiron.testkit.words.TriggerModel;
import dev.chiron.testkit.words.TriggerWorld;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * ClaPS on a real, tiny model of a language in which a few of 2,850 words steer what the label
 * tells. The task is an attribute that the label does not usually tell.
 */
public final class ClapsReproduction implements Reproduction {
  private static final int EVALUATIONS = 600;
  private static final int CLUSTERS = 290;
  private static final int PERCENTILE = 90;
  private static final int LENGTH = 5;
  private static final int ATTRIBUTE = 1;
  private static final int TRAIN = 32;
  private static final int DEV = 64;
  private static final int TEST = 400;
  private static final PromptTokenSearch GENETIC = new GeneticSearch(64, 30);

  private static final PromptProgram PLAIN =
      PromptProgram.zeroShot(
          "",
          PromptTemplate.PLAIN,
          TriggerWorld.labels(),
          new AnswerMode.Ranking(AnswerMode.Normalization.SUM));

  @Override
  public String id() {
    return "claps";
  }

  @Override
  public String paper() {
    return "2310.12774";
  }

  @Override
  public String claim() {
    return "A few words of a vocabulary hold most of the influence on a model's answers; searching"
        + " prompts of those is better than searching all, at the same budget of evaluations.";
  }

  @Override
  public String criterion() {
    return "On a tiny model of a language with trigger words, 600 evaluations for each arm, influence"
        + " included, in points of test accuracy: genetic search over influential words minus over"
        + " all at least 15; greedy likewise at least 15; genetic over influential words minus over"
        + " as many random ones at least 20; the most influential tenth of the representatives has"
        + " at least 0.30 of all influence.";
  }

  @Override
  public List<Long> seeds(Profile profile) {
    return profile == Profile.QUICK ? List.of(0L) : List.of(0L, 1L, 2L, 3L);
  }

  @Override
  public Measurement measure(Context context) {
    int draws = context.profile() == Profile.QUICK ? 2 : 3;
    int steps = context.profile() == Profile.QUICK ? 2000 : 4000;
    Torch.threads(1);
    TriggerWorld world = new TriggerWorld(context.seeds().child("world"));
    Map<String, Double> sums = new TreeMap<>();
    try (TriggerModel model =
        TriggerModel.train(world, steps, context.seeds().child("model"), context.progress())) {
      for (int draw = 0; draw < draws; draw++) {
        context.progress().update("few-shot draws", draw, draws, "");
        measured(world, model, draw, context.seeds().child("draw " + draw))
            .forEach((name, value) -> sums.merge(name, value / draws, Double::sum));
      }
    }
    Map<String, Double> baseline = new TreeMap<>();
    Map<String, Double> result = new TreeMap<>();
    sums.forEach((name, value) -> (name.startsWith("claps") ? result : baseline).put(name, value));
    return new Measurement(baseline, result);
  }

  private static Map<String, Double> measured(
      TriggerWorld world, TriggerModel model, int draw, Seeds seeds) {
    List<Example> train = world.examples(TRAIN, ATTRIBUTE, "train " + draw);
    List<Example> dev = world.examples(DEV, ATTRIBUTE, "dev " + draw);
    PromptReward test =
        new PromptReward(
            "test", model, PLAIN, world.examples(TEST, ATTRIBUTE, "test"), Steps.FORGOTTEN);
    Map<String, Double> values = new TreeMap<>();
    values.put("empty prompt", 100 * test.accuracy(List.of()));
    arms()
        .forEach(
            (name, search) -> {
              PromptReward reward = new PromptReward("train", model, PLAIN, train, Steps.FORGOTTEN);
              reward.allow(EVALUATIONS);
              ClapsSearch.Result found =
                  search.run(
                      new TokenSpace(TriggerWorld.prefixWords()),
                      Optional.of(model),
                      reward,
                      new PromptReward("dev", model, PLAIN, dev, Steps.FORGOTTEN),
                      seeds.child(name));
              values.put(name, 100 * test.accuracy(found.words()));
              found
                  .influence()
                  .map(map -> map.share(0.1))
                  .ifPresent(share -> values.put(name + " top tenth", share));
            });
    return values;
  }

  private static Map<String, ClapsSearch> arms() {
    Map<String, ClapsSearch> arms = new TreeMap<>();
    arms.put("claps genetic", arm(Influence.REWARD, ClapsSearch.Pruning.INFLUENTIAL, GENETIC));
    arms.put(
        "claps greedy", arm(Influence.REWARD, ClapsSearch.Pruning.INFLUENTIAL, new GreedySearch()));
    arms.put(
        "claps genetic by divergence",
        arm(Influence.DIVERGENCE, ClapsSearch.Pruning.INFLUENTIAL, GENETIC));
    arms.put("all words genetic", arm(Influence.REWARD, ClapsSearch.Pruning.NONE, GENETIC));
    arms.put(
        "all words greedy", arm(Influence.REWARD, ClapsSearch.Pruning.NONE, new GreedySearch()));
    arms.put("random words genetic", arm(Influence.REWARD, ClapsSearch.Pruning.RANDOM, GENETIC));
    return arms;
  }

  private static ClapsSearch arm(
      Influence influence, ClapsSearch.Pruning pruning, PromptTokenSearch search) {
    return new ClapsSearch(CLUSTERS, influence, pruning, PERCENTILE, search, LENGTH);
  }

  @Override
  public boolean holds(List<Measurement> measurements) {
    Means means = Means.of(measurements);
    return means.of("claps genetic") - means.of("all words genetic") >= 15
        && means.of("claps greedy") - means.of("all words greedy") >= 15
        && means.of("claps genetic") - means.of("random words genetic") >= 20
        && means.of("claps genetic top tenth") >= 0.30;
  }

  @Override
  public String notes() {
    return "A decoder of 0.3 million parameters trained on the language, 2,000 steps in the quick"
        + " profile; 16 examples a class to search by, 32 to choose by, 400 to report on. Three"
        + " worlds were tried (fewer words, then trigger words that act more, then cue words taken"
        + " out of the vocabulary), and the criterion was missed on each; why is open.";
  }
}
