package dev.chiron.core.task.format;

import dev.chiron.core.task.Demonstration;
import dev.chiron.core.task.Example;
import dev.chiron.core.task.MetricSpec;
import dev.chiron.core.task.Splits;
import dev.chiron.core.task.Task;
import dev.chiron.core.task.TaskCollection;
import dev.chiron.core.task.TaskInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Random tasks whose texts hold what breaks careless formats. */
final class TaskArbitraries {
  private static final List<String> NASTY =
      List.of(
          "",
          " ",
          "\"",
          "a \"quoted\" word",
          "two\nlines",
          "\r\n",
          "a\ttab",
          "comma, comma",
          "back\\slash",
          "Grüße, 你好, \ud83d\ude00",
          "\u2028 \u00a0",
          "#not a comment",
          "null",
          "123",
          "['list']",
          "{\"json\": 1}",
          "-",
          "'");

  private TaskArbitraries() {}

  static Arbitrary<String> text() {
    return Arbitraries.frequencyOf(
        net.jqwik.api.Tuple.of(1, Arbitraries.of(NASTY)),
        net.jqwik.api.Tuple.of(
            2,
            Arbitraries.strings()
                .withChars("ab \"',;\t\n\r\\{}[]:#\u00e9\u4f60")
                .alpha()
                .ofMaxLength(20)));
  }

  static Arbitrary<String> name() {
    return Arbitraries.strings().withCharRange('a', 'z').numeric().ofMinLength(1).ofMaxLength(8);
  }

  /** Examples of at least one output, with attributes if told so. */
  static Arbitrary<Example> example(Arbitrary<String> first, boolean attributes) {
    Arbitrary<Map<String, String>> extra =
        attributes
            ? Arbitraries.maps(name().map(n -> "x-" + n), text()).ofMaxSize(2)
            : Arbitraries.just(Map.of());
    return Combinators.combine(text(), first, text().list().ofMaxSize(2), extra)
        .as(
            (input, output, more, map) -> {
              List<String> outputs = new ArrayList<>(List.of(output));
              outputs.addAll(more);
              return new Example(input, outputs, map);
            });
  }

  static Arbitrary<Splits> splits(Arbitrary<String> outputs, boolean attributes) {
    Arbitrary<List<Example>> part = example(outputs, attributes).list().ofMaxSize(4);
    Arbitrary<List<Example>> train = example(outputs, attributes).list().ofMinSize(1).ofMaxSize(4);
    return Combinators.combine(train, part, part).as(Splits::new);
  }

  /** Tasks with every field in use. */
  static Arbitrary<Task> task() {
    Arbitrary<List<String>> labels =
        Arbitraries.oneOf(
            Arbitraries.just(List.of()), text().list().uniqueElements().ofMinSize(1).ofMaxSize(4));
    Arbitrary<List<Demonstration>> demonstrations =
        Combinators.combine(text(), text(), text()).as(Demonstration::new).list().ofMaxSize(2);
    Arbitrary<MetricSpec> metric =
        Arbitraries.of(
            MetricSpec.ACCURACY, MetricSpec.ROUGE_L, new MetricSpec("pass@k", Map.of("k", "5")));
    Arbitrary<TaskInfo> info =
        Combinators.combine(text(), text(), text().list().ofMaxSize(2))
            .as(
                (source, category, list) ->
                    new TaskInfo(source, category, list, list, Map.of("URL", source)));
    return Combinators.combine(name(), text(), demonstrations, demonstrations, labels, metric, info)
        .flatAs(
            (name, instruction, positives, negatives, names, spec, about) ->
                splits(names.isEmpty() ? text() : Arbitraries.of(names), true)
                    .map(
                        splits ->
                            new Task(
                                name,
                                instruction,
                                positives,
                                negatives,
                                names,
                                splits,
                                spec,
                                about)));
  }

  /** One to three tasks with different names. */
  static Arbitrary<TaskCollection> collection() {
    return task()
        .list()
        .ofMinSize(1)
        .ofMaxSize(3)
        .uniqueElements(Task::name)
        .map(tasks -> new TaskCollection("tasks", tasks));
  }
}
