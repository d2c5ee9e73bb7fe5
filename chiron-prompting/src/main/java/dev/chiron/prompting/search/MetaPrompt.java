package dev.chiron.prompting.search;

import dev.chiron.core.evaluation.Evaluated;
import dev.chiron.core.metric.Metric;
import dev.chiron.core.prompt.Message;
import dev.chiron.core.prompt.Prompt;
import dev.chiron.core.prompt.PromptTemplate;
import dev.chiron.core.prompt.Role;
import dev.chiron.core.task.Demonstration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A text for the proposal model, made of headed sections ({@code ### Current prompt}), so that a
 * reader, a test or a simulated model can find each part.
 */
public final class MetaPrompt {
  public static final String CURRENT = "Current prompt";
  public static final String PAIRS = "Pairs";
  public static final String FAILURES = "Failures";
  public static final String ROLLOUTS = "Rollouts";
  public static final String REQUEST = "Request";

  private static final Pattern FENCE = Pattern.compile("(?s)^```\\w*\\n(.*?)\\n?```$");
  private static final Pattern TAG =
      Pattern.compile(
          "(?i)^(?:(?:the )?(?:new|improved|revised|final|edited|better)?\\s*"
              + "(?:prompt|instruction)s?)\\s*:\\s*");

  private final StringBuilder text = new StringBuilder();

  /** Adds a section. */
  public MetaPrompt section(String heading, String body) {
    text.append("### ").append(heading).append('\n').append(body.strip()).append("\n\n");
    return this;
  }

  /** Adds pairs of input and output. */
  public MetaPrompt pairs(List<Demonstration> pairs) {
    List<String> blocks = new ArrayList<>();
    for (Demonstration pair : pairs) {
      blocks.add("Input: " + pair.input() + "\nOutput: " + pair.output());
    }
    return section(PAIRS, String.join("\n\n", blocks));
  }

  /** Adds examples with what the model said and what would have been right. */
  public MetaPrompt failures(List<Evaluated> failures) {
    List<String> blocks = new ArrayList<>();
    for (Evaluated failure : failures) {
      blocks.add(
          "Input: %s\nOutput: %s\nLabel: %s"
              .formatted(failure.input(), failure.output(), failure.references().getFirst()));
    }
    return section(FAILURES, String.join("\n\n", blocks));
  }

  /** Adds all that became of examples, with scores and what the metric says of each. */
  public MetaPrompt rollouts(List<Evaluated> rollouts, Metric metric, List<String> labels) {
    List<String> blocks = new ArrayList<>();
    for (Evaluated rollout : rollouts) {
      blocks.add(
          "Input: %s\nOutput: %s\nLabel: %s\nScore: %s\nRemark: %s"
              .formatted(
                  rollout.input(),
                  rollout.output(),
                  rollout.references().getFirst(),
                  String.format(Locale.ROOT, "%.2f", rollout.score()),
                  Remark.of(rollout, metric, labels)));
    }
    return section(ROLLOUTS, String.join("\n\n", blocks));
  }

  public String text() {
    return text.toString().strip();
  }

  /**
   * The instruction in an answer: without a code fence, quotes around it, or a leading label such
   * as {@code New prompt:}; empty if nothing is left.
   */
  public static Optional<String> clean(String answer) {
    String rest = answer.strip();
    for (String before = ""; !before.equals(rest); ) {
      before = rest;
      Matcher fence = FENCE.matcher(rest);
      if (fence.matches()) {
        rest = fence.group(1).strip();
      }
      rest = TAG.matcher(rest).replaceFirst("").strip();
      if (rest.length() > 1 && isQuoted(rest)) {
        rest = rest.substring(1, rest.length() - 1).strip();
      }
    }
    return rest.isEmpty() ? Optional.empty() : Optional.of(rest);
  }

  /** How a task's template joins prompt and input, made by the template itself. */
  public static String layout(PromptTemplate template) {
    Prompt prompt = template.render("<PROMPT>", List.of(), "<INPUT>");
    return prompt.messages().size() == 1
        ? prompt.messages().getFirst().text()
        : prompt.messages().stream().map(MetaPrompt::line).collect(Collectors.joining("\n"));
  }

  private static String line(Message message) {
    return (message.role() == Role.SYSTEM ? "System: " : "User: ") + message.text();
  }

  /** Words of a text. */
  public static int words(String text) {
    return text.isBlank() ? 0 : text.strip().split("\\s+").length;
  }

  /** The items of an answer that lists one a line, with bullets or numbers or without. */
  public static List<String> lines(String answer, int most) {
    return answer
        .lines()
        .map(line -> line.strip().replaceFirst("^(?:[-*•]|\\d+[.)])\\s*", ""))
        .filter(line -> !line.isBlank())
        .limit(most)
        .toList();
  }

  /** A score in [0, 1] as a whole number of a hundred. */
  public static String points(double score) {
    return String.format(Locale.ROOT, "%d", Math.round(100 * score));
  }

  private static boolean isQuoted(String text) {
    char first = text.charAt(0);
    char last = text.charAt(text.length() - 1);
    boolean pair =
        (first == '"' && last == '"')
            || (first == '“' && last == '”')
            || (first == '\'' && last == '\'');
    return pair && text.substring(1, text.length() - 1).indexOf(first) < 0;
  }
}
