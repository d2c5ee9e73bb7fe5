package dev.chiron.prompting.search;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.chiron.core.io.Json;
import dev.chiron.core.predictor.DemonstrationSelector;
import dev.chiron.core.predictor.PromptProgram;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a search varies: an instruction, and exemplars with the rule by which they are shown.
 *
 * @param exemplars in the order in which they are shown; for a selector that chooses by the query,
 *     what it chooses from
 */
public record PromptCandidate(
    String instruction, List<Exemplar> exemplars, DemonstrationSelector selector) {
  public PromptCandidate {
    exemplars = List.copyOf(exemplars);
  }

  /** An instruction alone. */
  public static PromptCandidate of(String instruction) {
    return new PromptCandidate(instruction, List.of(), new DemonstrationSelector.None());
  }

  public PromptCandidate withInstruction(String other) {
    return new PromptCandidate(other, exemplars, selector);
  }

  /** Exemplars that every query is shown; none if the list is empty. */
  public PromptCandidate showing(List<Exemplar> others) {
    return new PromptCandidate(
        instruction,
        others,
        others.isEmpty() ? new DemonstrationSelector.None() : new DemonstrationSelector.Fixed());
  }

  /** Exemplars from which a selector chooses for each query. */
  public PromptCandidate choosing(List<Exemplar> pool, DemonstrationSelector other) {
    return new PromptCandidate(instruction, pool, other);
  }

  /** The places of its exemplars among the examples that candidates are scored on. */
  @JsonIgnore
  public Set<Integer> exemplarIndices() {
    return exemplars.stream()
        .map(Exemplar::index)
        .filter(index -> index >= 0)
        .collect(Collectors.toUnmodifiableSet());
  }

  /** Whether every query is shown the same. */
  @JsonIgnore
  public boolean isFixed() {
    return selector instanceof DemonstrationSelector.None
        || selector instanceof DemonstrationSelector.Fixed;
  }

  /** A program with this candidate's parts and all else from another. */
  public PromptProgram program(PromptProgram plain) {
    return plain
        .withInstruction(instruction)
        .withDemonstrations(exemplars.stream().map(Exemplar::demonstration).toList(), selector);
  }

  /** The address of its content: equal candidates have equal keys, others have others. */
  public String key() {
    try {
      byte[] text = Json.line(this).getBytes(StandardCharsets.UTF_8);
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(text);
      return HexFormat.of().formatHex(hash, 0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
