package dev.chiron.core.method;

/**
 * Something that improves prompts, data, weights or predictors; found by its card's id.
 *
 * <p>Found by {@link java.util.ServiceLoader}: an {@link AdaptationMethod} is registered as that,
 * any other (a data pipeline, a study) as a {@code Method}.
 */
public interface Method {
  MethodCard card();
}
