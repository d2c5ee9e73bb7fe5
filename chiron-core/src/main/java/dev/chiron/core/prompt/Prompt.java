package dev.chiron.core.prompt;

import java.util.List;

/** What a model is asked: text to continue, or a chat to answer. */
public sealed interface Prompt {
  /** Text that a base model continues; a chat model gets it as one user message. */
  record Plain(String text) implements Prompt {}

  /** A chat; a base model gets it through its chat template. */
  record Chat(List<Message> messages) implements Prompt {
    public Chat {
      messages = List.copyOf(messages);
    }
  }

  static Prompt plain(String text) {
    return new Plain(text);
  }

  static Prompt chat(Message... messages) {
    return new Chat(List.of(messages));
  }

  /** The messages that a chat model is sent. */
  default List<Message> messages() {
    return switch (this) {
      case Plain plain -> List.of(new Message(Role.USER, plain.text()));
      case Chat chat -> chat.messages();
    };
  }
}
