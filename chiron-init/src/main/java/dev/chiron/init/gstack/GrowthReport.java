package dev.chiron.init.gstack;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a growth did: the document in {@code growth.json}, from which it can be done again.
 *
 * @param base what was grown
 * @param operator its name
 * @param factor layers for each of the base's
 * @param layers of the grown model
 * @param width of the grown model, if it is a decoder
 * @param sources for each layer the base's layer that it copies; null in width
 * @param connectionRate how much of the base's order is kept; null in width
 * @param preservesFunction whether the operator is one that keeps the function
 * @param functionError largest difference between the logits of the base and of the grown model on
 *     random tokens; null where it is not measured
 * @param baseParameters numbers in the base
 * @param parameters numbers in the grown model
 * @param seed of what was drawn
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record GrowthReport(
    String base,
    String operator,
    double factor,
    int layers,
    @Nullable Integer width,
    @Nullable List<Integer> sources,
    @Nullable Double connectionRate,
    boolean preservesFunction,
    @Nullable Double functionError,
    long baseParameters,
    long parameters,
    long seed) {
  public GrowthReport {
    sources = sources == null ? null : List.copyOf(sources);
  }
}
