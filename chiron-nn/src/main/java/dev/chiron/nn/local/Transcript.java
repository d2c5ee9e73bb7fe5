package dev.chiron.nn.local;

import dev.chiron.core.prompt.Message;
import dev.chiron.core.prompt.Prompt;
import dev.chiron.core.prompt.Role;
import java.util.List;

/** Prompts as the plain text that a base model continues. */
public final class Transcript {
  private Transcript() {}

  /**
   * The text of a prompt. A chat becomes a transcript: system messages as they are, the others
   * after the name of their role, and the name of the role whose turn it is.
   */
  public static String of(Prompt prompt) {
    return switch (prompt) {
      case Prompt.Plain plain -> plain.text();
      case Prompt.Chat chat -> transcript(chat.messages());
    };
  }

  private static String transcript(List<Message> messages) {
    if (messages.size() == 1 && messages.getFirst().role() == Role.USER) {
      return messages.getFirst().text();
    }
    StringBuilder text = new StringBuilder();
    for (Message message : messages) {
      text.append(
              switch (message.role()) {
                case SYSTEM -> "";
                case USER -> "User: ";
                case ASSISTANT -> "Assistant: ";
              })
          .append(message.text())
          .append("\n\n");
    }
    return text.append("Assistant:").toString();
  }
}
