package dev.chiron.core.budget;

import dev.chiron.core.model.Completion;
import dev.chiron.core.model.Decoding;
import dev.chiron.core.model.ForwardingModel;
import dev.chiron.core.model.LanguageModel;
import dev.chiron.core.model.Scores;
import dev.chiron.core.model.ScoringModel;
import dev.chiron.core.model.Usage;
import dev.chiron.core.prompt.Message;
import dev.chiron.core.prompt.Prompt;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A model whose every call is reserved on a {@link BudgetMeter} before it is made and settled after
 * it.
 *
 * <p>Calls are counted as the caller makes them: one for each prompt, whether a cache answered it
 * or a service had to be asked three times. So a resumed run, whose first calls come from the
 * cache, sees the same budget as one that was never interrupted. What a service was really sent is
 * {@link #paid()}.
 *
 * <p>A batch that does not fit the rest of the budget as a whole is refused as a whole: {@link
 * BudgetExhausted} is thrown before the first call. A caller that prefers a part asks {@link
 * BudgetMeter#remainingCalls()} first. A batch that fails underway counts with all its calls, since
 * any of them may have been charged.
 */
public class MeteredModel extends ForwardingModel {
  private final BudgetMeter meter;

  private MeteredModel(LanguageModel inner, BudgetMeter meter) {
    super(inner);
    this.meter = meter;
  }

  /** The model under the meter; a {@link ScoringModel} stays one. */
  public static MeteredModel of(LanguageModel model, BudgetMeter meter) {
    return model instanceof ScoringModel scoring
        ? new Scoring(scoring, meter)
        : new MeteredModel(model, meter);
  }

  public BudgetMeter meter() {
    return meter;
  }

  @Override
  public List<Completion> generate(List<Prompt> prompts, Decoding decoding) {
    long tokens = 0;
    for (Prompt prompt : prompts) {
      tokens += promptTokens(prompt) + decoding.maxTokens();
    }
    return metered(
        prompts.size(),
        tokens,
        () -> inner().generate(prompts, decoding),
        answers -> answers.stream().map(Completion::usage).reduce(Usage.NONE, Usage::plus));
  }

  <T> T metered(long calls, long tokens, Supplier<T> work, Function<T, Usage> usage) {
    meter.reserve(calls, tokens);
    Usage used = new Usage(calls, 0, 0);
    try {
      T result = work.get();
      Usage told = usage.apply(result);
      used = new Usage(calls, told.promptTokens(), told.completionTokens());
      return result;
    } finally {
      meter.settle(calls, tokens, used, info().price());
    }
  }

  long promptTokens(Prompt prompt) {
    return prompt.messages().stream().map(Message::text).mapToLong(this::countTokens).sum();
  }

  /** The same for a model that scores; ranking any number of labels after a prompt is one call. */
  private static final class Scoring extends MeteredModel implements ScoringModel {
    private final ScoringModel inner;

    Scoring(ScoringModel inner, BudgetMeter meter) {
      super(inner, meter);
      this.inner = inner;
    }

    @Override
    public List<Scores> score(List<Prompt> prompts, List<String> continuations) {
      long tokens = prompts.stream().mapToLong(this::promptTokens).sum() + tokens(continuations);
      return metered(
          prompts.size(), tokens, () -> inner.score(prompts, continuations), Scoring::sum);
    }

    @Override
    public List<List<Scores>> rank(List<Prompt> prompts, List<String> candidates) {
      long labels = tokens(candidates);
      long tokens = 0;
      for (Prompt prompt : prompts) {
        tokens += candidates.size() * promptTokens(prompt) + labels;
      }
      return metered(
          prompts.size(),
          tokens,
          () -> inner.rank(prompts, candidates),
          rows -> sum(rows.stream().flatMap(List::stream).toList()));
    }

    private long tokens(List<String> texts) {
      return texts.stream().mapToLong(inner::countTokens).sum();
    }

    private static Usage sum(List<Scores> scores) {
      return scores.stream().map(Scores::usage).reduce(Usage.NONE, Usage::plus);
    }
  }
}
