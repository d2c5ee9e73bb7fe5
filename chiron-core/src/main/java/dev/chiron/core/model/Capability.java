package dev.chiron.core.model;

/** What a model can do beyond generating text. */
public enum Capability {
  /** Gives log-probabilities of a continuation: it is a {@link ScoringModel}. */
  SCORING,
  /** Its weights are at hand and can be trained. */
  TUNABLE,
  /** It was trained to follow a chat. */
  CHAT
}
