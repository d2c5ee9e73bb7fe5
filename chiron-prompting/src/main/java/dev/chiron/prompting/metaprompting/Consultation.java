package dev.chiron.prompting.metaprompting;

import dev.chiron.core.model.LanguageModel;
import dev.chiron.core.prompt.Message;
import dev.chiron.core.prompt.Prompt;
import dev.chiron.core.prompt.Role;
import java.util.ArrayList;
import java.util.List;

/**
 * A question to one expert on its way to an output. With fresh eyes the expert gets a chat of two
 * messages: the same first one for all, and what the conductor wrote.
 */
final class Consultation {
  private final ExpertCall call;
  private final LanguageModel model;
  private final Conducted settings;
  private final boolean runsPrograms;
  private final List<Message> seen;
  private List<String> replies = List.of();

  /**
   * A question.
   *
   * @param history what the expert sees beyond its own message where eyes are not fresh
   */
  Consultation(
      ExpertCall call,
      LanguageModel model,
      Conducted settings,
      boolean runsPrograms,
      List<Message> history) {
    this.call = call;
    this.model = model;
    this.settings = settings;
    this.runsPrograms = runsPrograms;
    this.seen =
        settings.freshEyes()
            ? List.of(new Message(Role.SYSTEM, ConductorText.EXPERT_SYSTEM))
            : history;
  }

  ExpertCall call() {
    return call;
  }

  boolean runsPrograms() {
    return runsPrograms;
  }

  /** What the expert is told. */
  String text() {
    return ConductorText.toExpert(call, settings, runsPrograms);
  }

  /** A call for each sample; or, with several samples, the one that merges them. */
  List<Session.Request> requests() {
    if (!replies.isEmpty()) {
      return List.of(request(ConductorText.merge(call.instruction(), replies), settings.seed()));
    }
    List<Session.Request> requests = new ArrayList<>();
    for (int sample = 0; sample < settings.expertSamples(); sample++) {
      requests.add(request(text(), settings.seed() + sample));
    }
    return requests;
  }

  /** Takes the answers to {@link #requests}; true if the last of them is the expert's. */
  boolean answered(List<String> answers) {
    boolean isLast = answers.size() == 1;
    replies = List.copyOf(answers);
    return isLast;
  }

  private Session.Request request(String text, long seed) {
    List<Message> messages = new ArrayList<>(seen);
    messages.add(new Message(Role.USER, text));
    return new Session.Request(model, new Prompt.Chat(messages), Calls.decoding(model, seed));
  }
}
