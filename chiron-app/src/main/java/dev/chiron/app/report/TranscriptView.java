package dev.chiron.app.report;

import dev.chiron.core.evaluation.Evaluated;
import dev.chiron.core.evaluation.Evaluation;
import dev.chiron.core.predictor.Transcript;
import dev.chiron.core.predictor.Turn;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What was said on the way to the answers of methods that ask more than once: how many rounds it
 * took, who was consulted, what a right answer cost, and some of the transcripts to unfold.
 */
final class TranscriptView {
  private static final int EACH = 12;
  private static final int WIDTH = 4000;
  private static final int TITLE = 90;

  private final Map<String, Evaluation> evaluations;

  /**
   * A view.
   *
   * @param evaluations on test by method; those without transcripts are left out
   */
  TranscriptView(Map<String, Evaluation> evaluations) {
    this.evaluations = evaluations;
  }

  /** The section; nothing if there are no transcripts. */
  String html() {
    StringBuilder html = new StringBuilder();
    evaluations.forEach(
        (method, evaluation) -> {
          List<Evaluated> told =
              evaluation.records().stream().filter(each -> !each.turns().isEmpty()).toList();
          if (!told.isEmpty()) {
            html.append(method(method, told));
          }
        });
    return html.isEmpty()
        ? ""
        : "<section class=\"transcripts\"><h2>Transcripts</h2>\n" + html + "</section>\n";
  }

  private static String method(String method, List<Evaluated> told) {
    StringBuilder html = new StringBuilder("<h3>").append(Markup.text(method)).append("</h3>\n");
    html.append("<p>").append(Markup.text(summary(told))).append("</p>\n");
    told.stream().limit(EACH).forEach(each -> html.append(transcript(each)));
    return html.toString();
  }

  private static String summary(List<Evaluated> told) {
    Map<Integer, Integer> rounds = new TreeMap<>();
    Map<String, Integer> consulted = new TreeMap<>();
    int unanswered = 0;
    long calls = 0;
    long tokens = 0;
    for (Evaluated each : told) {
      Transcript transcript = new Transcript(each.turns());
      rounds.merge(transcript.rounds(), 1, Integer::sum);
      transcript.consulted().forEach((name, count) -> consulted.merge(name, count, Integer::sum));
      unanswered += transcript.failure().isPresent() ? 1 : 0;
      calls += each.usage().calls();
      tokens += each.usage().tokens();
    }
    long right = told.stream().filter(SampleList::isRight).count();
    String text = "Rounds: " + counts(rounds) + ". ";
    text += consulted.isEmpty() ? "" : "Consulted: " + counts(consulted) + ". ";
    text += unanswered == 0 ? "" : "Without an answer: " + unanswered + ". ";
    return text
        + (right == 0
            ? "No answer was right."
            : "A right answer cost %s calls and %s tokens."
                .formatted(
                    Markup.number((double) calls / right, 1),
                    Markup.number((double) tokens / right, 0)));
  }

  private static String counts(Map<?, Integer> counts) {
    return counts.entrySet().stream()
        .map(entry -> entry.getKey() + " (" + entry.getValue() + "×)")
        .collect(Collectors.joining(", "));
  }

  private static String transcript(Evaluated each) {
    boolean right = SampleList.isRight(each);
    StringBuilder html = new StringBuilder("<details><summary>");
    html.append("<b class=\"").append(right ? "right\">✓" : "wrong\">✗").append("</b> ");
    html.append(Markup.brief(each.input().replace('\n', ' '), TITLE)).append(" <i>→ ");
    html.append(
        each.output().isEmpty()
            ? "no answer"
            : Markup.brief(each.output().replace('\n', ' '), TITLE));
    html.append("</i></summary>\n");
    each.turns().forEach(turn -> html.append(turn(turn)));
    return html.append("</details>\n").toString();
  }

  private static String turn(Turn turn) {
    return "<div class=\"turn %s\"><b>%s → %s</b><pre>%s</pre></div>\n"
        .formatted(
            side(turn),
            Markup.text(turn.speaker()),
            Markup.text(turn.listener()),
            Markup.brief(turn.text(), WIDTH));
  }

  /** How a turn is drawn. */
  private static String side(Turn turn) {
    return switch (turn.speaker()) {
      case Transcript.CONDUCTOR, Transcript.MODEL ->
          turn.listener().equals(Transcript.USER) ? "leader" : "expert";
      case Transcript.USER, Transcript.SYSTEM -> "told";
      case Transcript.INTERPRETER -> "program";
      case Transcript.FAILURE -> "failure";
      default -> "expert";
    };
  }
}
