package dev.chiron.prompting.claps;

import dev.chiron.core.budget.BudgetExhausted;
import dev.chiron.core.model.EmbeddingModel;
import dev.chiron.core.random.Seeds;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * ClaPS (arXiv 2310.12774): cluster the vocabulary, measure the influence of each representative,
 * keep the most influential, and search prompts of those; of what the search remembered, the best
 * on a validation set is taken, of equals the latest.
 *
 * @param clusters 2,000 in the paper; 0 for no clustering
 * @param pruning which words are searched over
 * @param percentile only influence above it is kept; 90 in the published script
 * @param length words of a prompt; 5 in the paper
 */
public record ClapsSearch(
    int clusters,
    Influence influence,
    Pruning pruning,
    double percentile,
    PromptTokenSearch search,
    int length) {
  /** Which words are searched over. */
  public enum Pruning {
    /** The most influential. */
    INFLUENTIAL,
    /** As many at random, whose influence is not measured: a control. */
    RANDOM,
    /** All: a control. */
    NONE
  }

  /** The published script's settings, with a genetic search. */
  public static final ClapsSearch STANDARD =
      new ClapsSearch(2000, Influence.REWARD, Pruning.INFLUENTIAL, 90, GeneticSearch.STANDARD, 5);

  /** Of the evaluations, the most that may go to measuring influence. */
  private static final double FOR_INFLUENCE = 0.6;

  /**
   * What was found.
   *
   * @param words the prompt; empty if nothing was better than none
   * @param influence what was measured; empty for the controls
   * @param searched how many words were searched over
   * @param evaluations passes over the training examples
   */
  public record Result(
      List<String> words, Optional<InfluenceMap> influence, int searched, long evaluations) {
    public Result {
      words = List.copyOf(words);
    }
  }

  /**
   * Searches within the evaluations that the reward allows.
   *
   * @param embeddings for the clustering; without, all words are measured
   * @param validation on other examples than the reward
   */
  public Result run(
      TokenSpace vocabulary,
      Optional<EmbeddingModel> embeddings,
      PromptReward reward,
      PromptReward validation,
      Seeds seeds) {
    TokenSpace space =
        clusters == 0 || embeddings.isEmpty() || vocabulary.size() <= clusters
            ? vocabulary
            : vocabulary.clustered(embeddings.get(), clusters, seeds.generator("clusters"));
    Optional<InfluenceMap> map = Optional.empty();
    TokenSpace searched = vocabulary;
    if (pruning == Pruning.INFLUENTIAL) {
      long most = (long) Math.max(1, FOR_INFLUENCE * reward.room());
      InfluenceMap measured =
          InfluenceMap.measure(space, reward, influence, most, seeds.generator("measured"));
      map = Optional.of(measured);
      searched = measured.above(percentile);
    } else if (pruning == Pruning.RANDOM) {
      int kept = (int) Math.max(1, space.size() * (100 - percentile) / 100);
      searched = space.sampled(kept, seeds.generator("random pruning"));
    }
    List<List<String>> remembered = new ArrayList<>(List.of(List.of()));
    remembered.addAll(
        search.search(searched, length, reward::of, reward.room(), seeds.child("search")));
    return new Result(best(remembered, validation), map, searched.size(), reward.evaluations());
  }

  private static List<String> best(List<List<String>> remembered, PromptReward validation) {
    List<String> best = List.of();
    double most = Double.NEGATIVE_INFINITY;
    try {
      for (List<String> words : remembered) {
        double accuracy = validation.accuracy(words);
        if (accuracy >= most) {
          most = accuracy;
          best = words;
        }
      }
    } catch (BudgetExhausted e) {
      // What was validated so far decides.
    }
    return best;
  }
}
