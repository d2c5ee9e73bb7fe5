package dev.chiron.prompting.metaprompting;

import dev.chiron.core.model.LanguageModel;
import dev.chiron.core.predictor.Transcript;
import dev.chiron.core.predictor.Turn;
import dev.chiron.core.prompt.Message;
import dev.chiron.core.prompt.Prompt;
import dev.chiron.core.prompt.PromptFitter;
import dev.chiron.core.prompt.PromptTemplate;
import dev.chiron.core.prompt.Role;
import java.util.ArrayList;
import java.util.List;

/**
 * The conductor's only memory: its chat. Where the model's context is too short for all of it, the
 * oldest outputs of experts are cut down to how they began, and the transcript says so.
 */
final class ConductorChat {
  /** Characters that are left of an output that had to go. */
  private static final int KEPT = 160;

  private final List<Message> messages = new ArrayList<>();
  private final List<Integer> outputs = new ArrayList<>();
  private final List<Turn> turns;
  private final PromptFitter counter;

  ConductorChat(LanguageModel model, List<Turn> turns) {
    this.turns = turns;
    this.counter = new PromptFitter(PromptTemplate.CHAT, model::countTokens, Calls.room(model));
    add(Role.SYSTEM, ConductorText.system());
  }

  void add(Role role, String text) {
    messages.add(new Message(role, text));
    boolean own = role == Role.ASSISTANT;
    String speaker = role == Role.SYSTEM ? Transcript.SYSTEM : Transcript.USER;
    turns.add(
        own
            ? new Turn(Transcript.CONDUCTOR, Transcript.USER, text)
            : new Turn(speaker, Transcript.CONDUCTOR, text));
  }

  /** Adds a message of experts' outputs, which may be cut down later. */
  void addOutputs(String text) {
    outputs.add(messages.size());
    add(Role.USER, text);
  }

  List<Message> messages() {
    return List.copyOf(messages);
  }

  /** Whether it fits the model, after cutting down as many old outputs as need be. */
  boolean fits() {
    while (tokens() > counter.limit()) {
      // The last message is what the conductor is to answer: it stays whole.
      if (outputs.isEmpty() || outputs.getFirst() == messages.size() - 1) {
        return false;
      }
      int oldest = outputs.removeFirst();
      String text = messages.get(oldest).text();
      if (text.length() > KEPT) {
        String cut = text.substring(0, KEPT) + " … (the rest was left out to make room)";
        messages.set(oldest, new Message(Role.USER, cut));
        turns.add(
            new Turn(
                "scaffold",
                Transcript.CONDUCTOR,
                "message " + oldest + " was cut down to make room"));
      }
    }
    return true;
  }

  int tokens() {
    return counter.tokens(new Prompt.Chat(messages));
  }
}
