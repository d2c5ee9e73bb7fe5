package dev.chiron.core.predictor;

import dev.chiron.core.prompt.Message;
import dev.chiron.core.prompt.Role;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What was said on the way to an answer. The one who is asked first leads: the model itself, or a
 * conductor that asks others in turn.
 */
public record Transcript(List<Turn> turns) {
  /** Who speaks for the task: the question, and what the leader is told of others' answers. */
  public static final String USER = "user";

  /** Who says what the leader is. */
  public static final String SYSTEM = "system";

  /** A model that is asked directly. */
  public static final String MODEL = "model";

  /** A model that asks others. */
  public static final String CONDUCTOR = "conductor";

  /** Who runs the programs of an expert. */
  public static final String INTERPRETER = "interpreter";

  /** Who says why there is no answer. */
  public static final String FAILURE = "failure";

  public Transcript {
    turns = List.copyOf(turns);
  }

  /** How often the leader spoke. */
  public int rounds() {
    return (int) turns.stream().filter(turn -> turn.speaker().equals(leader())).count()
        - consultations();
  }

  /** How often the leader asked someone. */
  public int consultations() {
    return (int) turns.stream().filter(this::isConsultation).count();
  }

  /** How often each of those that the leader asked was asked. */
  public Map<String, Integer> consulted() {
    Map<String, Integer> counts = new TreeMap<>();
    turns.stream()
        .filter(this::isConsultation)
        .forEach(turn -> counts.merge(turn.listener(), 1, Integer::sum));
    return Collections.unmodifiableMap(counts);
  }

  /** Why there is no answer; empty if there is one. */
  public Optional<String> failure() {
    return turns.stream()
        .filter(turn -> turn.speaker().equals(FAILURE))
        .map(Turn::text)
        .findFirst();
  }

  /** The leader's own chat, as chat services take it. */
  public List<Message> messages() {
    List<Message> messages = new ArrayList<>();
    for (Turn turn : turns) {
      if (turn.speaker().equals(leader()) && !isConsultation(turn)) {
        messages.add(new Message(Role.ASSISTANT, turn.text()));
      } else if (turn.listener().equals(leader()) && turn.speaker().equals(SYSTEM)) {
        messages.add(new Message(Role.SYSTEM, turn.text()));
      } else if (turn.listener().equals(leader()) && turn.speaker().equals(USER)) {
        messages.add(new Message(Role.USER, turn.text()));
      }
    }
    return messages;
  }

  private boolean isConsultation(Turn turn) {
    return turn.speaker().equals(leader()) && !turn.listener().equals(USER);
  }

  private String leader() {
    return turns.isEmpty() ? MODEL : turns.getFirst().listener();
  }
}
