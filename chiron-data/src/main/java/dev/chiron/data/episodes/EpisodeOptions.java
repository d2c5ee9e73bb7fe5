package dev.chiron.data.episodes;

/**
 * How episodes are made.
 *
 * @param maxDemonstrations the most examples of one episode; the number is drawn uniformly from 1
 *     to this, then cut by the token limit
 * @param instruction the probability that the instruction stands at the head
 * @param relabel the probability that a classification task's labels are replaced by unrelated
 *     words
 * @param learnInputs whether the tokens of inputs and instructions carry loss too: right for
 *     natural text, wasteful for random words
 */
public record EpisodeOptions(
    int maxDemonstrations, double instruction, double relabel, boolean learnInputs) {
  public EpisodeOptions {
    if (maxDemonstrations < 1) {
      throw new IllegalArgumentException("an episode needs at least one demonstration");
    }
  }
}
