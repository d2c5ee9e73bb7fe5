package dev.chiron.nn.local;

import dev.chiron.core.error.ModelException;
import dev.chiron.core.prompt.Message;
import dev.chiron.core.prompt.Prompt;
import dev.chiron.core.prompt.Role;
import dev.chiron.nn.tokenizer.Tokenizer;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Prompts as the tokens that a base model continues.
 *
 * @param beginning tokens that every text starts with
 */
record TextEncoder(Tokenizer tokenizer, List<Integer> beginning) {

  /**
   * The tokens of a prompt. An empty prompt is the end of the text before.
   *
   * @throws ModelException if it is empty and there is no token for that
   */
  int[] prompt(Prompt prompt) {
    int[] text = tokenizer.encode(text(prompt));
    int[] all =
        IntStream.concat(beginning.stream().mapToInt(Integer::intValue), IntStream.of(text))
            .toArray();
    if (all.length > 0) {
      return all;
    }
    return new int[] {
      tokenizer.endOfText().orElseThrow(() -> new ModelException("an empty prompt has no tokens"))
    };
  }

  /**
   * The text of a prompt. A chat becomes a transcript: system messages as they are, the others
   * after the name of their role, and the name of the role whose turn it is.
   */
  static String text(Prompt prompt) {
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
