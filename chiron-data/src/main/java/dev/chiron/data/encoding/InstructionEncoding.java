package dev.chiron.data.encoding;

import dev.chiron.core.error.InputException;
import dev.chiron.core.task.Demonstration;
import dev.chiron.core.task.Task;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import java.util.random.RandomGenerator;

/**
 * Definition, positive examples, negative examples, input, as Tk-Instruct puts them together (Wang
 * et al., 2022, arXiv 2204.07705): examples are added in order while the whole fits; the first that
 * does not fit ends its kind. The input is never shortened. Where Tk-Instruct would cut the end of
 * a source that is still too long, and with it the input, the definition is cut instead.
 *
 * <p>The wording is Chiron's plain format.
 *
 * @param definition whether the task's instruction is given
 * @param positives right examples at most
 * @param negatives wrong examples at most
 * @param explanations whether an example says why
 * @param maxSourceTokens of the whole source
 */
public record InstructionEncoding(
    boolean definition, int positives, int negatives, boolean explanations, int maxSourceTokens)
    implements SourceEncoding {
  /** Tk-Instruct reads at most so many tokens. */
  public static final int DEFAULT_SOURCE = 1024;

  /** The definition and two positive examples: Tk-Instruct's own. */
  public static final InstructionEncoding DEFAULT = of(true, 2, 0, false);

  public static final InstructionEncoding DEFINITION = of(true, 0, 0, false);

  public static final InstructionEncoding EXAMPLES = of(false, 2, 0, false);

  /** The input alone. */
  public static final InstructionEncoding NONE = of(false, 0, 0, false);

  public InstructionEncoding {
    if (positives < 0 || negatives < 0 || maxSourceTokens < 1) {
      throw new IllegalArgumentException("numbers of examples and tokens cannot be negative");
    }
  }

  private static InstructionEncoding of(
      boolean definition, int positives, int negatives, boolean explanations) {
    return new InstructionEncoding(definition, positives, negatives, explanations, DEFAULT_SOURCE);
  }

  public InstructionEncoding withMaxSourceTokens(int tokens) {
    return new InstructionEncoding(definition, positives, negatives, explanations, tokens);
  }

  /**
   * Reads what commands take: parts with commas between, of {@code definition}, {@code pos:N},
   * {@code neg:N}, {@code explanations}; or {@code none}.
   *
   * @throws InputException if a part is unknown
   */
  public static InstructionEncoding parse(String text) {
    boolean definition = false;
    boolean explanations = false;
    int positives = 0;
    int negatives = 0;
    List<String> parts = text.equals("none") ? List.of() : Arrays.asList(text.split(","));
    for (String part : parts) {
      switch (part.strip()) {
        case "definition" -> definition = true;
        case "explanations" -> explanations = true;
        case String p when p.matches("pos:\\d{1,4}") ->
            positives = Integer.parseInt(p.substring(4));
        case String n when n.matches("neg:\\d{1,4}") ->
            negatives = Integer.parseInt(n.substring(4));
        default ->
            throw new InputException(
                "encoding '"
                    + text
                    + "': '"
                    + part.strip()
                    + "' is not one of definition, pos:N, neg:N, explanations, none, mixed");
      }
    }
    return of(definition, positives, negatives, explanations);
  }

  @Override
  public Source encode(
      Task task, String input, ToIntFunction<String> countTokens, RandomGenerator random) {
    String lead = definition && !task.instruction().isBlank() ? task.instruction() + "\n\n" : "";
    String query = "Input: " + input + "\nOutput:";
    Fitting fitting = new Fitting(lead, query, countTokens);
    int right = fitting.add(task.positives(), positives, this::positive);
    int wrong = fitting.add(task.negatives(), negatives, this::negative);
    int wanted =
        Math.min(positives, task.positives().size()) + Math.min(negatives, task.negatives().size());
    boolean fits = countTokens.applyAsInt(fitting.text()) <= maxSourceTokens;
    String text = fits ? fitting.text() : shortened(lead, query, countTokens);
    return new Source(text, right, wrong, wanted - right - wrong, !fits && !lead.isEmpty());
  }

  private String positive(Demonstration example) {
    return "Input: " + example.input() + "\nOutput: " + example.output() + why(example);
  }

  private String negative(Demonstration example) {
    return "Input: " + example.input() + "\nWrong output: " + example.output() + why(example);
  }

  private String why(Demonstration example) {
    return explanations && !example.explanation().isBlank()
        ? "\nReason: " + example.explanation() + "\n\n"
        : "\n\n";
  }

  /** A source that examples are added to. */
  private final class Fitting {
    private final String query;
    private final ToIntFunction<String> countTokens;
    private String begun;

    Fitting(String lead, String query, ToIntFunction<String> countTokens) {
      this.begun = lead;
      this.query = query;
      this.countTokens = countTokens;
    }

    /** Adds the examples that fit, in order; gives how many. */
    int add(List<Demonstration> examples, int most, Function<Demonstration, String> block) {
      int added = 0;
      for (Demonstration example : examples.subList(0, Math.min(most, examples.size()))) {
        String longer = begun + block.apply(example);
        if (countTokens.applyAsInt(longer + query) > maxSourceTokens) {
          break;
        }
        begun = longer;
        added++;
      }
      return added;
    }

    String text() {
      return begun + query;
    }
  }

  /** As many words of the definition as leave room for the input. */
  private String shortened(String lead, String query, ToIntFunction<String> countTokens) {
    List<String> words = new ArrayList<>(Arrays.asList(lead.strip().split("(?<=\\s)")));
    int low = 0;
    int high = words.size();
    while (low < high) {
      int middle = (low + high + 1) / 2;
      boolean fits = countTokens.applyAsInt(join(words, middle) + query) <= maxSourceTokens;
      low = fits ? middle : low;
      high = fits ? high : middle - 1;
    }
    return join(words, low) + query;
  }

  private static String join(List<String> words, int count) {
    String text = String.join("", words.subList(0, count)).strip();
    return text.isEmpty() ? "" : text + "\n\n";
  }
}
