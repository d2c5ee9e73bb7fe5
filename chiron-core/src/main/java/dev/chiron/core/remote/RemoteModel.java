package dev.chiron.core.remote;

import dev.chiron.core.error.ModelException;
import dev.chiron.core.model.Completion;
import dev.chiron.core.model.Decoding;
import dev.chiron.core.model.LanguageModel;
import dev.chiron.core.model.ModelInfo;
import dev.chiron.core.model.TokenEstimate;
import dev.chiron.core.model.Usage;
import dev.chiron.core.prompt.Message;
import dev.chiron.core.prompt.Prompt;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.exception.ContentFilteredException;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.output.FinishReason;
import dev.langchain4j.model.output.TokenUsage;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;

/**
 * Any LangChain4j chat model as a language model.
 *
 * <p>Every prompt is a request of its own, sent from a virtual thread; at most {@link
 * ModelInfo#concurrency()} are open at once over all callers, a request that waits for its retry
 * among them. A chat service gives no log-probabilities of a continuation, so this is no {@link
 * dev.chiron.core.model.ScoringModel}.
 *
 * <p>The chat model must not retry by itself: {@link Retrying} does. Its parameters may depend on
 * the provider (a seed, top-k), so the caller says how a {@link Decoding} is put.
 */
public final class RemoteModel implements LanguageModel {
  private final ModelInfo info;
  private final ChatModel chat;
  private final Function<Decoding, ChatRequestParameters> parameters;
  private final Retrying retrying;
  private final String secret;
  private final Runnable onClose;
  private final Semaphore permits;
  private final LongAdder attempts = new LongAdder();
  private final LongAdder promptTokens = new LongAdder();
  private final LongAdder completionTokens = new LongAdder();

  /** A chat model with LangChain4j's portable parameters: no seed, nothing to close. */
  public RemoteModel(ModelInfo info, ChatModel chat, Retrying retrying) {
    this(info, chat, RemoteModel::portable, retrying, "", () -> {});
  }

  /**
   * A chat model.
   *
   * @param parameters how a decoding is put to this provider
   * @param secret the API key, cut out of every error's text; empty for none
   * @param onClose what to release
   */
  public RemoteModel(
      ModelInfo info,
      ChatModel chat,
      Function<Decoding, ChatRequestParameters> parameters,
      Retrying retrying,
      String secret,
      Runnable onClose) {
    this.info = info;
    this.chat = chat;
    this.parameters = parameters;
    this.retrying = retrying;
    this.secret = secret;
    this.onClose = onClose;
    this.permits = new Semaphore(info.concurrency(), true);
  }

  @Override
  public ModelInfo info() {
    return info;
  }

  @Override
  public List<Completion> generate(List<Prompt> prompts, Decoding decoding) {
    return FanOut.map(prompts, prompt -> answer(prompt, decoding));
  }

  @Override
  public Usage paid() {
    return new Usage(attempts.sum(), promptTokens.sum(), completionTokens.sum());
  }

  @Override
  public void close() {
    onClose.run();
  }

  @Override
  public String toString() {
    return "RemoteModel[" + info.name() + "]";
  }

  private Completion answer(Prompt prompt, Decoding decoding) {
    ChatRequest request = request(prompt, decoding);
    String stream = prompt.messages() + "\n" + decoding;
    try {
      permits.acquire();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancelledException();
    }
    try {
      return retrying.call(
          info.name(), stream, secret, () -> attempt(request, prompt, decoding.stops()));
    } finally {
      permits.release();
    }
  }

  private ChatRequest request(Prompt prompt, Decoding decoding) {
    try {
      return ChatRequest.builder()
          .messages(prompt.messages().stream().map(RemoteModel::chatMessage).toList())
          .parameters(parameters.apply(decoding))
          .build();
    } catch (IllegalArgumentException e) {
      // Such as a message without a text, which the protocols do not allow.
      throw new ModelException(info.name() + ": the prompt cannot be sent: " + e.getMessage());
    }
  }

  private Completion attempt(ChatRequest request, Prompt prompt, List<String> stops) {
    attempts.increment();
    Completion completion;
    try {
      completion = completion(chat.chat(request), prompt, stops);
    } catch (ContentFilteredException e) {
      completion = new Completion("", Completion.Finish.REFUSED, new Usage(1, tokens(prompt), 0));
    }
    promptTokens.add(completion.usage().promptTokens());
    completionTokens.add(completion.usage().completionTokens());
    return completion;
  }

  private static Completion completion(ChatResponse response, Prompt prompt, List<String> stops) {
    AiMessage message = response.aiMessage();
    String text = message == null || message.text() == null ? "" : message.text();
    TokenUsage told = response.tokenUsage();
    Integer in = told == null ? null : told.inputTokenCount();
    Integer out = told == null ? null : told.outputTokenCount();
    Usage usage =
        new Usage(1, in == null ? tokens(prompt) : in, out == null ? TokenEstimate.of(text) : out);
    String cut = beforeStop(text, stops);
    if (cut.length() < text.length()) {
      // The service does not know the stop text, or includes it.
      return new Completion(cut, Completion.Finish.STOP, usage);
    }
    return new Completion(text, finish(response.finishReason()), usage);
  }

  private static Completion.Finish finish(FinishReason reason) {
    return switch (reason) {
      case LENGTH -> Completion.Finish.LENGTH;
      case CONTENT_FILTER -> Completion.Finish.REFUSED;
      case null, default -> Completion.Finish.STOP;
    };
  }

  private static String beforeStop(String text, List<String> stops) {
    int end = text.length();
    for (String stop : stops) {
      int at = stop.isEmpty() ? -1 : text.indexOf(stop);
      if (at >= 0) {
        end = Math.min(end, at);
      }
    }
    return text.substring(0, end);
  }

  private static long tokens(Prompt prompt) {
    return prompt.messages().stream().mapToLong(m -> TokenEstimate.of(m.text())).sum();
  }

  private static ChatMessage chatMessage(Message message) {
    return switch (message.role()) {
      case SYSTEM -> SystemMessage.from(message.text());
      case USER -> UserMessage.from(message.text());
      case ASSISTANT -> AiMessage.from(message.text());
    };
  }

  private static ChatRequestParameters portable(Decoding decoding) {
    var builder =
        ChatRequestParameters.builder()
            .maxOutputTokens(decoding.maxTokens())
            .temperature(decoding.temperature())
            .topP(decoding.topP());
    if (decoding.topK() > 0) {
      builder.topK(decoding.topK());
    }
    if (!decoding.stops().isEmpty()) {
      builder.stopSequences(decoding.stops());
    }
    return builder.build();
  }
}
