package dev.chiron.data.instruct;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.chiron.core.random.Seeds;
import dev.chiron.core.run.Progress;
import dev.chiron.core.run.Steps;
import dev.chiron.core.task.Example;
import dev.chiron.core.task.Task;
import dev.chiron.core.task.TaskCollection;
import dev.chiron.data.encoding.InstructionEncoding;
import dev.chiron.data.listops.ListOperationTasks;
import dev.chiron.nn.architecture.Decoder;
import dev.chiron.nn.architecture.DecoderConfig;
import dev.chiron.nn.local.LocalLanguageModel;
import dev.chiron.nn.tokenizer.WordTokenizer;
import dev.chiron.nn.training.LearningRateSchedule;
import dev.chiron.nn.training.TokenObjective;
import dev.chiron.nn.training.TrainerConfig;
import dev.chiron.nn.training.TrainingExample;
import dev.chiron.nn.training.TrainingSet;
import dev.chiron.nn.weights.Parameters;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class InstructionTuningTest {
  private static final TaskCollection TASKS = ListOperationTasks.all(30, new Seeds(5));
  private static final WordTokenizer WORDS = tokenizer();
  private static final Decoder DECODER =
      new Decoder(DecoderConfig.builder(WORDS.vocabularySize(), 16, 1, 2).build());
  private static final InstructionTuning TUNING =
      new InstructionTuning(
          InstructionEncoding.DEFINITION,
          7,
          TrainerConfig.builder(new LearningRateSchedule.Constant(0.01, 0)).steps(1).build());

  private static WordTokenizer tokenizer() {
    List<String> texts = new ArrayList<>(List.of("Input: Output:"));
    for (Task task : TASKS.tasks()) {
      texts.add(task.instruction());
      task.splits().train().forEach(each -> texts.add(each.input() + " " + each.output()));
    }
    return WordTokenizer.of(texts);
  }

  @Test
  void noTaskGivesMoreThanItsShareAndEveryExampleEndsTheText() {
    TrainingSet examples = TUNING.examples(TASKS, WORDS, new Seeds(1));
    assertThat(examples.size()).isEqualTo(64 * 7);
    for (int i = 0; i < examples.size(); i++) {
      int[] tokens = examples.get(i).tokens();
      assertThat(tokens[tokens.length - 1]).isEqualTo(WORDS.endOfText().orElseThrow());
    }
  }

  @Test
  void theLossIsOnTheAnswerAndItsEndAlone() {
    TrainingSet examples = TUNING.examples(TASKS, WORDS, new Seeds(1));
    int output = WORDS.idOf("Output:");
    for (int i = 0; i < examples.size(); i++) {
      TrainingExample example = examples.get(i);
      int[] tokens = example.tokens();
      int last = IntStream.range(0, tokens.length).filter(t -> tokens[t] == output).max().orElse(0);
      for (int t = 0; t < tokens.length; t++) {
        assertThat(example.lossWeight(t)).isEqualTo(t > last ? 1f : 0f);
      }
    }
  }

  @Test
  void whatTheSourceTokensWouldBePredictedAsDoesNotMatter() {
    // The last source token is the only one whose successor is learned; changing the labels of the
    // others means changing nothing, so the loss equals the one over the answer's tokens by hand.
    TrainingExample example = TUNING.examples(TASKS, WORDS, new Seeds(1)).get(3);
    int[] tokens = example.tokens();
    float[] all = new float[tokens.length];
    for (int t = 0; t < tokens.length; t++) {
      all[t] = example.lossWeight(t);
    }
    try (Parameters weights = DECODER.initialize(new Seeds(2))) {
      double own = new TokenObjective(DECODER, weights, TrainingSet.of(List.of(example))).mean(1);
      double byHand =
          new TokenObjective(
                  DECODER, weights, TrainingSet.of(List.of(TrainingExample.weighted(tokens, all))))
              .mean(1);
      assertThat(own).isCloseTo(byHand, within(1e-6));
      Arrays.fill(all, 1);
      double everything =
          new TokenObjective(
                  DECODER, weights, TrainingSet.of(List.of(TrainingExample.weighted(tokens, all))))
              .mean(1);
      assertThat(everything).isNotCloseTo(own, within(1e-3));
    }
  }

  @Test
  void theReportMeasuresTheFirstInstancesAndTheTwoBaselines() {
    CrossTask measure = new CrossTask(InstructionEncoding.DEFINITION, 10, 4);
    Task task = TASKS.tasks().getFirst(); // first-copy
    assertThat(measure.instances(task)).isEqualTo(task.splits().train().subList(0, 10));
    try (Parameters weights = DECODER.initialize(new Seeds(2))) {
      LocalLanguageModel model = LocalLanguageModel.of("tiny", DECODER, weights, WORDS);
      CrossTaskReport report =
          measure.report(model, TASKS, new Seeds(0), Steps.FORGOTTEN, Progress.SILENT);
      assertThat(report.tasks()).hasSize(64);
      assertThat(report.byCategory()).hasSize(6);
      CrossTaskReport.TaskScore first = report.tasks().getFirst();
      assertThat(first.instances()).isEqualTo(10);
      // One symbol of six is right: precision 1/6, recall 1, so F is 2/7.
      assertThat(first.copiedInput()).isCloseTo(2.0 / 7, within(1e-9));
      String shown = task.positives().getFirst().output();
      double same =
          measure.instances(task).stream().map(Example::output).filter(shown::equals).count()
              / 10.0;
      assertThat(first.copiedExampleExact()).isCloseTo(same, within(1e-9));
      assertThat(report.exactMatch()).isLessThan(0.5);
    }
  }
}
