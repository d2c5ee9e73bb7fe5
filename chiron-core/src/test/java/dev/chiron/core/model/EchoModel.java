package dev.chiron.core.model;

import dev.chiron.core.prompt.Message;
import dev.chiron.core.prompt.Prompt;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A model whose behaviour is known: it answers with the output of the demonstration that shares
 * most words with the query, the latest of several, and {@code unknown} without demonstrations. As
 * a scorer it prefers its own answer, and has a bias towards the continuation {@code yes}. A token
 * is a word.
 */
public class EchoModel implements LanguageModel {
  private static final Pattern PIECE = Pattern.compile("Input: (.*)\nOutput:(?: (.*))?");

  final int context;
  private long calls;

  EchoModel(int context) {
    this.context = context;
  }

  /** One that scores as well. */
  public static Scoring scoring(int context) {
    return new Scoring(context);
  }

  public static EchoModel generating(int context) {
    return new EchoModel(context);
  }

  public long calls() {
    return calls;
  }

  @Override
  public ModelInfo info() {
    return new ModelInfo("echo:generating:" + context, context, 1, Set.of(), Price.FREE);
  }

  @Override
  public List<Completion> generate(List<Prompt> prompts, Decoding decoding) {
    calls += prompts.size();
    return prompts.stream()
        .map(
            prompt -> {
              String answer = answer(text(prompt));
              Usage usage = new Usage(1, countTokens(text(prompt)), countTokens(answer));
              return new Completion(" " + answer, Completion.Finish.STOP, usage);
            })
        .toList();
  }

  @Override
  public int countTokens(String text) {
    return text.isBlank() ? 0 : text.strip().split("\\s+").length;
  }

  static String text(Prompt prompt) {
    return String.join("\n", prompt.messages().stream().map(Message::text).toList());
  }

  static String answer(String prompt) {
    List<String[]> pieces = new ArrayList<>();
    Matcher matcher = PIECE.matcher(prompt);
    while (matcher.find()) {
      pieces.add(new String[] {matcher.group(1), matcher.group(2) == null ? "" : matcher.group(2)});
    }
    Set<String> query = words(pieces.removeLast()[0]);
    String answer = "unknown";
    long most = -1;
    for (String[] piece : pieces) {
      long shared = words(piece[0]).stream().filter(query::contains).count();
      if (shared >= most) {
        most = shared;
        answer = piece[1];
      }
    }
    return answer;
  }

  private static Set<String> words(String text) {
    return new HashSet<>(List.of(text.toLowerCase(Locale.ROOT).split("\\W+")));
  }

  void count(int more) {
    calls += more;
  }

  /** The one that scores. */
  public static final class Scoring extends EchoModel implements ScoringModel {
    Scoring(int context) {
      super(context);
    }

    @Override
    public ModelInfo info() {
      return new ModelInfo(
          "echo:scoring:" + context, context, 1, Set.of(Capability.SCORING), Price.FREE);
    }

    @Override
    public List<Scores> score(List<Prompt> prompts, List<String> continuations) {
      count(prompts.size());
      List<Scores> scores = new ArrayList<>();
      for (int i = 0; i < prompts.size(); i++) {
        String text = text(prompts.get(i));
        String continuation = continuations.get(i).strip();
        boolean own = !text.contains("Input: N/A\n") && continuation.equals(answer(text));
        double first = -5 + (own ? 2 : 0) + (continuation.equals("yes") ? 3 : 0);
        List<Double> tokens = new ArrayList<>(List.of(first));
        for (int t = 1; t < countTokens(continuation); t++) {
          tokens.add(-1.0);
        }
        scores.add(new Scores(tokens, new Usage(1, countTokens(text), 0)));
      }
      return scores;
    }
  }

  /** Opens it by name. */
  public static final class Provider implements ModelProvider {
    @Override
    public String accepts() {
      return "echo:KIND:CONTEXT";
    }

    @Override
    public boolean handles(String name) {
      return name.startsWith("echo:");
    }

    @Override
    public LanguageModel open(String name, ModelOptions options) {
      String[] parts = name.split(":");
      int context = Integer.parseInt(parts[2]);
      return parts[1].equals("scoring") ? scoring(context) : generating(context);
    }
  }
}
