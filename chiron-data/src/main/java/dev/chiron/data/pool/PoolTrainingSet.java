package dev.chiron.data.pool;

import dev.chiron.data.instruct.InstructionTuning;
import dev.chiron.nn.tokenizer.Tokenizer;
import dev.chiron.nn.training.TrainingExample;
import dev.chiron.nn.training.TrainingSet;

/**
 * A pool's examples as training examples, made when they are asked for: the loss is on the answer;
 * text without a source is learned as a whole.
 *
 * @param longest most tokens of an example: what is more is cut from the beginning of the source,
 *     so that the answer stays whole
 */
public record PoolTrainingSet(InstructionSet pool, Tokenizer tokenizer, int longest)
    implements TrainingSet {
  @Override
  public int size() {
    return pool.size();
  }

  @Override
  public TrainingExample get(int index) {
    InstructionExample example = pool.get(index);
    int[] answer = InstructionTuning.answerTokens(example.output(), tokenizer);
    String source = example.source();
    TrainingExample whole =
        source.isEmpty()
            ? TrainingExample.causal(answer)
            : TrainingExample.response(tokenizer.encode(source), answer);
    return whole.last(longest);
  }
}
