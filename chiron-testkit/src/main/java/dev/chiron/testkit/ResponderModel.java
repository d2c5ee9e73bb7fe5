package dev.chiron.testkit;

import dev.chiron.core.model.Capability;
import dev.chiron.core.model.Completion;
import dev.chiron.core.model.Decoding;
import dev.chiron.core.model.LanguageModel;
import dev.chiron.core.model.ModelInfo;
import dev.chiron.core.model.Price;
import dev.chiron.core.model.TokenEstimate;
import dev.chiron.core.model.Usage;
import dev.chiron.core.prompt.Message;
import dev.chiron.core.prompt.Prompt;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** A {@link Responder} as a language model in this process. */
public final class ResponderModel implements LanguageModel {
  private final ModelInfo info;
  private final Responder responder;

  public ResponderModel(String name, Responder responder) {
    this.info = new ModelInfo(name, 0, 1, Set.of(Capability.CHAT), Price.FREE);
    this.responder = responder;
  }

  @Override
  public ModelInfo info() {
    return info;
  }

  @Override
  public List<Completion> generate(List<Prompt> prompts, Decoding decoding) {
    return prompts.stream().map(prompt -> complete(responder, prompt, decoding)).toList();
  }

  /**
   * One answer: cut before the first stop text, and at the token limit, where a token is three
   * bytes as in {@link TokenEstimate}.
   */
  public static Completion complete(Responder responder, Prompt prompt, Decoding decoding) {
    String text = responder.respond(prompt, decoding);
    for (String stop : decoding.stops()) {
      int at = text.indexOf(stop);
      text = at < 0 ? text : text.substring(0, at);
    }
    Completion.Finish finish = Completion.Finish.STOP;
    while (TokenEstimate.of(text) > decoding.maxTokens()) {
      text = text.substring(0, text.length() - 1);
      finish = Completion.Finish.LENGTH;
    }
    String sent = prompt.messages().stream().map(Message::text).collect(Collectors.joining("\n"));
    return new Completion(
        text, finish, new Usage(1, TokenEstimate.of(sent), TokenEstimate.of(text)));
  }
}
