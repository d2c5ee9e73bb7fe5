package dev.chiron.core.budget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chiron.core.error.ModelException;
import dev.chiron.core.model.Capability;
import dev.chiron.core.model.Completion;
import dev.chiron.core.model.Decoding;
import dev.chiron.core.model.LanguageModel;
import dev.chiron.core.model.ModelInfo;
import dev.chiron.core.model.Price;
import dev.chiron.core.model.Scores;
import dev.chiron.core.model.ScoringModel;
import dev.chiron.core.model.Usage;
import dev.chiron.core.prompt.Prompt;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MeteredModelTest {
  private static final Decoding GREEDY = Decoding.greedy(4);
  private static final List<Prompt> THREE =
      List.of(Prompt.plain("a"), Prompt.plain("b"), Prompt.plain("c"));

  @Test
  void countsOneCallForEachPromptWithItsTokensAndItsMoney() {
    BudgetMeter meter = new BudgetMeter(Budget.NONE);
    MeteredModel.of(new Echo(), meter).generate(THREE, GREEDY);

    assertThat(meter.spent().usage()).isEqualTo(new Usage(3, 30, 6));
    assertThat(meter.spent().money()).isEqualTo((30 * 1.0 + 6 * 2.0) / 1e6);
  }

  @Test
  void refusesABatchThatDoesNotFitAsAWholeBeforeAnyCall() {
    Echo echo = new Echo();
    BudgetMeter meter = new BudgetMeter(Budget.ofCalls(5));
    LanguageModel model = MeteredModel.of(echo, meter);
    model.generate(THREE, GREEDY);

    assertThatThrownBy(() -> model.generate(THREE, GREEDY)).isInstanceOf(BudgetExhausted.class);
    assertThat(echo.answered).hasValue(3);
    assertThat(meter.remainingCalls()).isEqualTo(2);
    model.generate(THREE.subList(0, (int) meter.remainingCalls()), GREEDY);
    assertThat(echo.answered).hasValue(5);
  }

  @Test
  void keepsTheLimitToTheCallWhenManyThreadsAskAtOnce() throws InterruptedException {
    Echo echo = new Echo();
    BudgetMeter meter = new BudgetMeter(Budget.ofCalls(100));
    LanguageModel model = MeteredModel.of(echo, meter);
    AtomicInteger refused = new AtomicInteger();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      IntStream.range(0, 250)
          .forEach(
              i ->
                  threads.execute(
                      () -> {
                        try {
                          model.generate(Prompt.plain("p" + i), GREEDY);
                        } catch (BudgetExhausted e) {
                          refused.incrementAndGet();
                        }
                      }));
    }
    assertThat(echo.answered).hasValue(100);
    assertThat(refused).hasValue(150);
    assertThat(meter.spent().usage().calls()).isEqualTo(100);
  }

  @Test
  void reservesTheCompletionAtItsUpperBound() {
    Echo echo = new Echo();
    // One estimated token of prompt and four of completion for each call; each really uses 12.
    BudgetMeter meter = new BudgetMeter(Budget.parse("tokens=16"));
    LanguageModel model = MeteredModel.of(echo, meter);
    model.generate(Prompt.plain("a"), GREEDY);

    assertThat(meter.spent().usage().tokens()).isEqualTo(12);
    assertThatThrownBy(() -> model.generate(Prompt.plain("a"), GREEDY))
        .isInstanceOf(BudgetExhausted.class);
    assertThat(echo.answered).hasValue(1);
  }

  @Test
  void rankingAnyNumberOfLabelsIsOneCallForEachPromptAndTheModelStaysAScoringModel() {
    BudgetMeter meter = new BudgetMeter(Budget.NONE);
    LanguageModel model = MeteredModel.of(new Scorer(), meter);

    assertThat(model).isInstanceOf(ScoringModel.class);
    ((ScoringModel) model).rank(THREE, List.of("x", "y", "z", "w"));
    assertThat(meter.spent().usage().calls()).isEqualTo(3);
    assertThat(meter.spent().usage().promptTokens()).isEqualTo(3 * 4 * 5);
  }

  @Test
  void aModelThatOnlyAnswersDoesNotBecomeAScoringModel() {
    assertThat(MeteredModel.of(new Echo(), new BudgetMeter(Budget.NONE)))
        .isNotInstanceOf(ScoringModel.class);
  }

  @Test
  void whatIsBehindTheMeterCanBeReached() {
    Echo echo = new Echo();
    assertThat(MeteredModel.of(echo, new BudgetMeter(Budget.NONE)).as(Echo.class)).contains(echo);
  }

  @Test
  void aBatchThatFailsCountsWithAllItsCalls() {
    BudgetMeter meter = new BudgetMeter(Budget.ofCalls(10));
    LanguageModel model =
        MeteredModel.of(
            new Echo() {
              @Override
              public List<Completion> generate(List<Prompt> prompts, Decoding decoding) {
                throw new ModelException("down");
              }
            },
            meter);

    assertThatThrownBy(() -> model.generate(THREE, GREEDY)).isInstanceOf(ModelException.class);
    assertThat(meter.remainingCalls()).isEqualTo(7);
  }

  private static class Echo implements LanguageModel {
    final AtomicInteger answered = new AtomicInteger();

    @Override
    public ModelInfo info() {
      return new ModelInfo("echo", 0, 8, Set.of(Capability.CHAT), new Price(1, 2));
    }

    @Override
    public List<Completion> generate(List<Prompt> prompts, Decoding decoding) {
      answered.addAndGet(prompts.size());
      return prompts.stream()
          .map(prompt -> new Completion("x", Completion.Finish.STOP, new Usage(1, 10, 2)))
          .toList();
    }
  }

  private static final class Scorer extends Echo implements ScoringModel {
    @Override
    public List<Scores> score(List<Prompt> prompts, List<String> continuations) {
      return prompts.stream().map(prompt -> new Scores(List.of(-1.0), new Usage(1, 5, 0))).toList();
    }
  }
}
