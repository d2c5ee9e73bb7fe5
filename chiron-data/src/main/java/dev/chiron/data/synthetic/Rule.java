package dev.chiron.data.synthetic;

import dev.chiron.core.random.Seeds;
import dev.chiron.core.task.Example;
import dev.chiron.data.grammar.Grammar;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/**
 * What a drawn task does, before it is worded.
 *
 * @param labels the closed set of answers, or empty
 * @param parameters what {@code $name} stands for in the instruction
 * @param examples draws an example
 */
record Rule(
    List<String> labels,
    Map<String, String> parameters,
    Function<RandomGenerator, Example> examples) {

  /** Inputs from {@code input}, each answered by {@code answer}. */
  static Rule map(Function<RandomGenerator, String> input, Function<String, String> answer) {
    return examples(
        random -> {
          String text = input.apply(random);
          return Example.of(text, answer.apply(text));
        });
  }

  static Rule examples(Function<RandomGenerator, Example> examples) {
    return new Rule(List.of(), Map.of(), examples);
  }

  /** Draws a class uniformly, then an input of that class; the answer is the class's label. */
  static Rule classes(List<String> labels, BiFunction<Integer, RandomGenerator, String> input) {
    return new Rule(
        labels,
        Map.of(),
        random -> {
          int each = random.nextInt(labels.size());
          return Example.of(input.apply(each, random), labels.get(each));
        });
  }

  /** Says what {@code $name} is in the instruction. */
  Rule with(String name, String value) {
    Map<String, String> more = new HashMap<>(parameters);
    more.put(name, value);
    return new Rule(labels, Map.copyOf(more), examples);
  }

  /** The labels as an instruction names them, in random order. */
  String choices(RandomGenerator random) {
    List<String> order = Seeds.shuffled(labels, random);
    String last = order.getLast();
    String first = String.join(", ", order.subList(0, order.size() - 1));
    return Grammar.pick(
        List.of(
            "Answer with " + first + " or " + last + ".",
            "Possible answers: " + String.join(", ", order) + ".",
            "Choose from: " + String.join(" / ", order) + ".",
            "Options: " + first + " and " + last + "."),
        random);
  }
}
