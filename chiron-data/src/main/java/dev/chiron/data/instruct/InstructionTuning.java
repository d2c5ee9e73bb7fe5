package dev.chiron.data.instruct;

import dev.chiron.core.random.Seeds;
import dev.chiron.core.run.Progress;
import dev.chiron.core.run.Run;
import dev.chiron.core.task.Example;
import dev.chiron.core.task.Task;
import dev.chiron.core.task.TaskCollection;
import dev.chiron.data.encoding.SourceEncoding;
import dev.chiron.nn.local.LocalLanguageModel;
import dev.chiron.nn.tokenizer.Tokenizer;
import dev.chiron.nn.training.TokenObjective;
import dev.chiron.nn.training.Trainer;
import dev.chiron.nn.training.TrainerConfig;
import dev.chiron.nn.training.TrainingExample;
import dev.chiron.nn.training.TrainingResult;
import dev.chiron.nn.training.TrainingSet;
import dev.chiron.nn.weights.Parameters;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Trains on the instances of many tasks, each as an encoded source and an answer; the loss is on
 * the answer alone.
 *
 * @param encoding how a source is written
 * @param perTask most training instances of a task, so that large tasks do not crowd out the small
 *     ones; Wang et al. (2022) see no gain beyond 64
 * @param trainer steps, rates and batches
 */
public record InstructionTuning(SourceEncoding encoding, int perTask, TrainerConfig trainer) {
  /** What ends an answer in the plain format. */
  private static final String END = "\n\n";

  public InstructionTuning {
    if (perTask < 1) {
      throw new IllegalArgumentException("a task needs at least one instance");
    }
  }

  /**
   * Trains a model.
   *
   * @param model reads the weights that are trained, as they are or through an adapter
   * @param trained what is changed
   */
  public TrainingResult train(
      LocalLanguageModel model,
      Parameters trained,
      TaskCollection tasks,
      Run run,
      Seeds seeds,
      Progress progress) {
    TrainingSet examples = examples(tasks, model.tokenizer(), seeds);
    TokenObjective objective =
        new TokenObjective(
            model.architecture(),
            model.weights(),
            model.interventions(),
            examples,
            TokenObjective.Packing.ISOLATED);
    return new Trainer(trainer, trained, objective).in(run).tells(progress).train();
  }

  /**
   * The training examples of all tasks. Of several right answers one is drawn.
   *
   * @throws dev.chiron.core.error.InputException if the tokenizer knows no word of an example
   */
  public TrainingSet examples(TaskCollection tasks, Tokenizer tokenizer, Seeds seeds) {
    List<TrainingExample> examples = new ArrayList<>();
    for (Task task : tasks.tasks()) {
      RandomGenerator random = seeds.generator("instances of " + task.name());
      for (Example example : Seeds.sample(task.splits().train(), perTask, random)) {
        String source =
            encoding
                .encode(task, example.input(), text -> tokenizer.encode(text).length, random)
                .text();
        List<String> outputs = example.outputs();
        String target = outputs.get(random.nextInt(outputs.size()));
        examples.add(
            TrainingExample.response(tokenizer.encode(source), answerTokens(target, tokenizer)));
      }
    }
    return TrainingSet.of(examples);
  }

  /** The tokens of an answer, of the blank line that ends it, and of the end of the text. */
  public static int[] answerTokens(String answer, Tokenizer tokenizer) {
    int[] tokens = tokenizer.encode(" " + answer + END);
    if (tokenizer.endOfText().isEmpty()) {
      return tokens;
    }
    int[] ended = Arrays.copyOf(tokens, tokens.length + 1);
    ended[tokens.length] = tokenizer.endOfText().getAsInt();
    return ended;
  }
}
