package dev.chiron.nn.architecture;

/** Where the norms and the two blocks of a layer stand. */
public enum BlockOrder {
  /** x + attention(norm(x)), then x + feedForward(norm(x)). */
  PRE_NORM,
  /** norm(x + attention(x)), then norm(x + feedForward(x)). */
  POST_NORM,
  /** x + attention(norm(x)) + feedForward(norm'(x)) (Wang and Komatsuzaki, 2021, GPT-J). */
  PARALLEL
}
