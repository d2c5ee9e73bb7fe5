package dev.chiron.app;

import dev.chiron.core.io.Json;
import dev.chiron.core.random.Seeds;
import dev.chiron.testkit.TinyModels;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A task and a model small enough for the main job to take a second. */
final class TinyWork {
  /** What a page must never show as it is. */
  static final String HOSTILE = "<script>alert('x')</script> & \"<img src=x>\"";

  private static final List<String> LABELS = List.of("even", "odd");

  private TinyWork() {}

  /** Writes {@code model/} with random weights. */
  static Path model(Path directory) {
    Path model = directory.resolve("model");
    TinyModels.random(
        model, List.of("Input: seven\nOutput: odd", "Input: eight\nOutput: even"), new Seeds(4));
    return model;
  }

  /** Writes {@code parity.json}: numbers that are even or odd, and an input that is hostile. */
  static void task(Terminal terminal) {
    terminal.file(
        "parity.json",
        Json.pretty(
            Map.of(
                "name",
                "parity",
                "instruction",
                "Even or odd?",
                "labels",
                LABELS,
                "splits",
                Map.of(
                    "train", examples(0, 8), "dev", examples(8, 12), "test", examples(12, 18)))));
  }

  private static List<Map<String, String>> examples(int from, int to) {
    List<Map<String, String>> examples = new ArrayList<>();
    for (int number = from; number < to; number++) {
      String input = number == 13 ? number + HOSTILE : String.valueOf(number);
      examples.add(Map.of("input", input, "output", LABELS.get(number % 2)));
    }
    return examples;
  }
}
