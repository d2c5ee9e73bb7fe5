package dev.chiron.data.synthetic;

import dev.chiron.core.task.Example;
import dev.chiron.data.grammar.Grammar;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/**
 * A family given by its rule and by paraphrases of its instruction.
 *
 * @param instructions in which {@code $name} stands for a parameter of the rule
 */
record Family(String name, List<String> instructions, Function<RandomGenerator, Rule> rule)
    implements SyntheticFamily {
  /** One task in so many has no instruction. */
  private static final int SILENT_EVERY = 4;

  /** One task in so many marks its inputs with a word of its own. */
  private static final int MARKED_EVERY = 8;

  private static final List<String> MARKS =
      List.of("Text: ", "Q: ", "> ", "input = ", "item: ", "Given: ", "- ", "# ");

  /** Instructions one a line. */
  static Family of(String name, String instructions, Function<RandomGenerator, Rule> rule) {
    return new Family(name, Grammar.lines(instructions), rule);
  }

  /** A family without parameters: inputs answered by a function. */
  static Family map(
      String name,
      String instructions,
      Function<RandomGenerator, String> input,
      Function<String, String> answer) {
    return of(name, instructions, random -> Rule.map(input, answer));
  }

  @Override
  public SyntheticTask draw(RandomGenerator random) {
    Rule drawn = rule.apply(random);
    String mark = random.nextInt(MARKED_EVERY) == 0 ? Grammar.pick(MARKS, random) : "";
    Function<RandomGenerator, Example> examples =
        mark.isEmpty()
            ? drawn.examples()
            : each -> {
              Example example = drawn.examples().apply(each);
              return Example.of(mark + example.input(), example.output());
            };
    return new SyntheticTask(name, instruction(drawn, random), drawn.labels(), examples);
  }

  private String instruction(Rule drawn, RandomGenerator random) {
    if (random.nextInt(SILENT_EVERY) == 0) {
      return "";
    }
    String text = Grammar.pick(instructions, random);
    for (Map.Entry<String, String> parameter : drawn.parameters().entrySet()) {
      text = text.replace("$" + parameter.getKey(), parameter.getValue());
    }
    return !drawn.labels().isEmpty() && random.nextBoolean()
        ? text + " " + drawn.choices(random)
        : text;
  }
}
