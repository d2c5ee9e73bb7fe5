package dev.chiron.core.method;

/** Something that improves prompts, data, weights or predictors; found by its card's id. */
public interface Method {
  MethodCard card();
}
