package dev.chiron.data.shipped;

import dev.chiron.core.task.Example;
import dev.chiron.core.task.MetricSpec;
import dev.chiron.data.grammar.Grammar;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * A classification task whose inputs come from templates, a block of lines for each label; the
 * lines below {@code --} are for the test part alone.
 */
final class TemplateTask implements TaskSource {
  private final String name;
  private final String category;
  private final String instruction;
  private final MetricSpec metric;
  private final Grammar grammar;
  private final boolean verbatim;
  private final Map<String, Templates> templates = new LinkedHashMap<>();

  private record Templates(List<String> shared, List<String> heldOut) {
    static Templates of(String block) {
      List<String> lines = Grammar.lines(block);
      int mark = lines.indexOf("--");
      if (mark < 1 || mark == lines.size() - 1) {
        throw new IllegalArgumentException("templates need lines above and below --");
      }
      return new Templates(lines.subList(0, mark), lines.subList(mark + 1, lines.size()));
    }
  }

  private TemplateTask(
      String name,
      String category,
      String instruction,
      MetricSpec metric,
      Grammar grammar,
      boolean verbatim) {
    this.name = name;
    this.category = category;
    this.instruction = instruction;
    this.metric = metric;
    this.grammar = grammar;
    this.verbatim = verbatim;
  }

  /** A task of sentences: runs of spaces are made one. */
  static TemplateTask of(
      String name, String category, String instruction, MetricSpec metric, String grammar) {
    return new TemplateTask(name, category, instruction, metric, Grammar.of(grammar), false);
  }

  /** A task of code: white space stays as written, and {@code \n} in a template breaks a line. */
  static TemplateTask ofCode(
      String name, String category, String instruction, MetricSpec metric, String grammar) {
    return new TemplateTask(name, category, instruction, metric, Grammar.of(grammar), true);
  }

  /** Adds a label, in order, with its templates. */
  TemplateTask label(String label, String block) {
    templates.put(label, Templates.of(block));
    return this;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String instruction() {
    return instruction;
  }

  @Override
  public List<String> labels() {
    return List.copyOf(templates.keySet());
  }

  @Override
  public MetricSpec metric() {
    return metric;
  }

  @Override
  public String category() {
    return category;
  }

  @Override
  public Example draw(int turn, boolean heldOut, RandomGenerator random) {
    List<String> labels = labels();
    String label = labels.get(turn % labels.size());
    Templates choices = templates.getOrDefault(label, new Templates(List.of(), List.of()));
    String template = Grammar.pick(heldOut ? choices.heldOut() : choices.shared(), random);
    String input =
        verbatim
            ? grammar.expand(template, random).replace("\\n", "\n")
            : grammar.sentence(template, random);
    return Example.of(input, label);
  }
}
