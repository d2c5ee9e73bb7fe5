package dev.chiron.core.prompt;

import dev.chiron.core.task.Demonstration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * How an instruction, demonstrations and a query become a prompt.
 *
 * <p>The plain format, which base models are trained on:
 *
 * <pre>
 * {instruction}⏎⏎                                       left out when empty
 * Input: {input}⏎Output: {output}⏎⏎                     for each demonstration
 * Input: {query}⏎Output:
 * </pre>
 *
 * @param format how the pieces are laid out
 * @param explanations whether a demonstration's explanation, where it has one, is shown as a line
 *     {@code Explanation: …} after its output
 */
public record PromptTemplate(Format format, boolean explanations) {
  private static final String INPUT = "Input: ";
  private static final String OUTPUT = "Output:";
  private static final String EXPLANATION = "Explanation: ";

  public static final PromptTemplate PLAIN = new PromptTemplate(Format.PLAIN, false);
  public static final PromptTemplate CHAT = new PromptTemplate(Format.CHAT_TURNS, false);

  /** The layout of a prompt. */
  public enum Format {
    /** One text that a base model continues. */
    PLAIN,
    /** A chat: the instruction as system message, each demonstration as a turn of both sides. */
    CHAT_TURNS,
    /** A chat of one user message in the plain layout after the instruction as system message. */
    CHAT_INLINE
  }

  /**
   * What suits a model: turns of a chat if it follows chats, else the plain format.
   *
   * @param chat whether it has {@link dev.chiron.core.model.Capability#CHAT}
   */
  public static PromptTemplate suited(boolean chat) {
    return chat ? CHAT : PLAIN;
  }

  public PromptTemplate withExplanations(boolean shown) {
    return new PromptTemplate(format, shown);
  }

  /**
   * Puts a prompt together.
   *
   * @param demonstrations in the order in which they are shown; the last stands next to the query
   */
  public Prompt render(String instruction, List<Demonstration> demonstrations, String query) {
    return switch (format) {
      case PLAIN -> {
        String head = instruction.isEmpty() ? "" : instruction + "\n\n";
        yield Prompt.plain(head + inline(demonstrations, query));
      }
      case CHAT_INLINE -> {
        List<Message> messages = opening(instruction);
        messages.add(new Message(Role.USER, inline(demonstrations, query)));
        yield new Prompt.Chat(messages);
      }
      case CHAT_TURNS -> {
        List<Message> messages = opening(instruction);
        for (Demonstration demonstration : demonstrations) {
          messages.add(new Message(Role.USER, demonstration.input()));
          messages.add(
              new Message(Role.ASSISTANT, demonstration.output() + explanation(demonstration)));
        }
        messages.add(new Message(Role.USER, query));
        yield new Prompt.Chat(messages);
      }
    };
  }

  /** The text by which a model that gives this answer continues the prompt. */
  public String continuation(String answer) {
    return format == Format.PLAIN ? " " + answer : answer;
  }

  /** Texts that end a generated answer. */
  public List<String> stops() {
    if (format != Format.PLAIN) {
      return List.of();
    }
    return explanations ? List.of("\n\n", "\n" + EXPLANATION.strip()) : List.of("\n\n");
  }

  /**
   * The answer in a generated text: up to the first stop, without white space around it, without an
   * {@code Output:} that the model repeated, and without an explanation that it appended.
   */
  public String answer(String generated) {
    String text = generated;
    for (String stop : stops()) {
      int end = text.indexOf(stop);
      text = end < 0 ? text : text.substring(0, end);
    }
    if (format != Format.PLAIN) {
      text = text.strip();
      if (text.toLowerCase(Locale.ROOT).startsWith(OUTPUT.toLowerCase(Locale.ROOT))) {
        text = text.substring(OUTPUT.length());
      }
      int end = explanations ? text.indexOf("\n" + EXPLANATION.strip()) : -1;
      text = end < 0 ? text : text.substring(0, end);
    }
    return text.strip();
  }

  private String inline(List<Demonstration> demonstrations, String query) {
    StringBuilder text = new StringBuilder();
    for (Demonstration demonstration : demonstrations) {
      text.append(INPUT).append(demonstration.input()).append('\n');
      text.append(OUTPUT).append(' ').append(demonstration.output());
      text.append(explanation(demonstration)).append("\n\n");
    }
    return text.append(INPUT).append(query).append('\n').append(OUTPUT).toString();
  }

  private String explanation(Demonstration demonstration) {
    return explanations && !demonstration.explanation().isEmpty()
        ? "\n" + EXPLANATION + demonstration.explanation()
        : "";
  }

  private static List<Message> opening(String instruction) {
    List<Message> messages = new ArrayList<>();
    if (!instruction.isEmpty()) {
      messages.add(new Message(Role.SYSTEM, instruction));
    }
    return messages;
  }
}
