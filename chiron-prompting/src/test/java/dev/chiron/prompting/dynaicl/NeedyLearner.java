package dev.chiron.prompting.dynaicl;

import dev.chiron.core.model.Decoding;
import dev.chiron.core.model.LanguageModel;
import dev.chiron.core.prompt.Prompt;
import dev.chiron.testkit.ResponderModel;
import java.util.ArrayList;
import java.util.List;

/**
 * A model whose need is known: {@code easy} inputs are answered right at once, {@code hard} ones
 * from four demonstrations on, whatever they are. It writes its prompts down.
 */
final class NeedyLearner {
  private final List<String> prompts = new ArrayList<>();

  List<String> prompts() {
    return prompts;
  }

  LanguageModel model() {
    return new ResponderModel("needy", this::answer);
  }

  private String answer(Prompt prompt, Decoding decoding) {
    String text = prompt.messages().getLast().text();
    prompts.add(text);
    long shown =
        prompt.messages().size() > 1
            ? (prompt.messages().size() - 1) / 2
            : text.split("Output: ", -1).length - 1L;
    String query = text.contains("Input: ") ? text.substring(text.lastIndexOf("Input: ")) : text;
    return query.contains("easy") || shown >= 4 ? "right" : "wrong";
  }
}
