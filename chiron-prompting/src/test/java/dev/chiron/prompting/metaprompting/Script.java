package dev.chiron.prompting.metaprompting;

import dev.chiron.core.error.InputException;
import dev.chiron.core.model.LanguageModel;
import dev.chiron.core.prompt.Message;
import dev.chiron.core.prompt.Prompt;
import dev.chiron.testkit.ResponderModel;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;

/** A model that says what a script has it say, and keeps what it was asked. */
final class Script {
  static final String Q = "\"\"\"";

  final List<List<Message>> conductor = new ArrayList<>();
  final List<List<Message>> experts = new ArrayList<>();
  private final Iterator<String> lines;
  private final Function<String, String> expert;

  /**
   * A script.
   *
   * @param lines of the conductor, in order; the last is repeated
   * @param expert what an expert answers to its message
   */
  Script(Function<String, String> expert, String... lines) {
    this.expert = expert;
    this.lines =
        new Iterator<>() {
          private int at;

          @Override
          public boolean hasNext() {
            return true;
          }

          @Override
          public String next() {
            return lines[Math.min(at++, lines.length - 1)];
          }
        };
  }

  LanguageModel model() {
    return new ResponderModel("script", (prompt, decoding) -> said(prompt));
  }

  private String said(Prompt prompt) {
    String last = prompt.messages().getLast().text();
    if (last.startsWith("You are Expert ") || last.startsWith("Several answers")) {
      experts.add(prompt.messages());
      return expert.apply(last);
    }
    conductor.add(prompt.messages());
    return lines.next();
  }

  ScaffoldedPredictor predictor(Conducted settings) {
    return new ScaffoldedPredictor(model(), BRIEFING, settings).withInterpreter(none());
  }

  static final Briefing BRIEFING = new Briefing("Solve the riddle of the zebra.", List.of());

  static Interpreter none() {
    return new Interpreter(
        () -> {
          throw new InputException("switched off");
        },
        Interpreter.LIMITS);
  }

  static String call(String name, String instruction) {
    return name + ":\n" + Q + "\n" + instruction + "\n" + Q;
  }

  static String answer(String text) {
    return "FINAL ANSWER:\n" + Q + "\n" + text + "\n" + Q;
  }

  static String text(List<Message> messages) {
    return String.join("\n", messages.stream().map(Message::text).toList());
  }
}
