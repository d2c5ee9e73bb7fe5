package dev.chiron.core.task.format;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a reader may be told beyond the path.
 *
 * @param name of the task, or of the collection where a path holds several; by default made from
 *     the path
 * @param instruction for a format that carries none; replaces the one that it carries
 * @param labels the closed set of answers; by default what the format says, or what {@link
 *     LabelInference} finds
 * @param columns for tables and lines: which column or field holds {@code input}, {@code output},
 *     {@code split}, {@code task}, …; by default the usual names
 * @param labelWords other words for the labels of the source, such as {@code 0} to {@code World}
 * @param completeSplits whether a split that the source lacks is taken from its training examples,
 *     see {@link dev.chiron.core.task.Splitter#complete}
 * @param seed of the splits that are made
 */
public record ReadOptions(
    Optional<String> name,
    Optional<String> instruction,
    List<String> labels,
    Map<String, String> columns,
    Map<String, String> labelWords,
    boolean completeSplits,
    long seed) {
  public static final ReadOptions DEFAULT =
      new ReadOptions(Optional.empty(), Optional.empty(), List.of(), Map.of(), Map.of(), true, 0);

  /** Reads exactly what the source has: no split is made. */
  public static final ReadOptions AS_IS = DEFAULT.withCompleteSplits(false);

  public ReadOptions {
    labels = List.copyOf(labels);
    columns = Map.copyOf(columns);
    labelWords = Collections.unmodifiableMap(new LinkedHashMap<>(labelWords));
  }

  public ReadOptions withName(String newName) {
    return new ReadOptions(
        Optional.of(newName), instruction, labels, columns, labelWords, completeSplits, seed);
  }

  /** For the files of a directory: each gets its own name. */
  ReadOptions withoutName() {
    return new ReadOptions(
        Optional.empty(), instruction, labels, columns, labelWords, completeSplits, seed);
  }

  public ReadOptions withInstruction(String newInstruction) {
    return new ReadOptions(
        name, Optional.of(newInstruction), labels, columns, labelWords, completeSplits, seed);
  }

  public ReadOptions withLabels(List<String> newLabels) {
    return new ReadOptions(name, instruction, newLabels, columns, labelWords, completeSplits, seed);
  }

  public ReadOptions withColumns(Map<String, String> newColumns) {
    return new ReadOptions(name, instruction, labels, newColumns, labelWords, completeSplits, seed);
  }

  public ReadOptions withLabelWords(Map<String, String> newLabelWords) {
    return new ReadOptions(name, instruction, labels, columns, newLabelWords, completeSplits, seed);
  }

  public ReadOptions withCompleteSplits(boolean complete) {
    return new ReadOptions(name, instruction, labels, columns, labelWords, complete, seed);
  }

  public ReadOptions withSeed(long newSeed) {
    return new ReadOptions(name, instruction, labels, columns, labelWords, completeSplits, newSeed);
  }
}
