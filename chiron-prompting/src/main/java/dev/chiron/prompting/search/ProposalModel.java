package dev.chiron.prompting.search;

import dev.chiron.core.io.Json;
import dev.chiron.core.model.Completion;
import dev.chiron.core.model.Decoding;
import dev.chiron.core.model.LanguageModel;
import dev.chiron.core.prompt.Message;
import dev.chiron.core.prompt.Prompt;
import dev.chiron.core.prompt.Role;
import dev.chiron.core.run.Steps;
import java.util.ArrayList;
import java.util.List;

/**
 * The model that is asked for instructions, and all that it was asked. Each question is a
 * remembered step under its own text, so that a resumed search reads the answers that were paid
 * for.
 */
public final class ProposalModel {
  private final LanguageModel model;
  private final Steps steps;
  private final List<Exchange> transcript = new ArrayList<>();

  /** A question with its answer. */
  public record Exchange(List<Message> messages, Decoding decoding, String answer) {}

  public ProposalModel(LanguageModel model, Steps steps) {
    this.model = model;
    this.steps = steps;
  }

  /** One answer to one user message. */
  public String ask(String text, Decoding decoding) {
    return ask(List.of(new Message(Role.USER, text)), decoding);
  }

  /** One answer to a conversation. */
  public String ask(List<Message> messages, Decoding decoding) {
    String question = Json.line(List.of(messages, decoding));
    String answer =
        steps.step(
            "ask " + question,
            String.class,
            () -> {
              Completion completion = model.generate(new Prompt.Chat(messages), decoding);
              return completion.text();
            });
    transcript.add(new Exchange(List.copyOf(messages), decoding, answer));
    return answer;
  }

  /** What was asked so far, in order. */
  public List<Exchange> transcript() {
    return List.copyOf(transcript);
  }
}
