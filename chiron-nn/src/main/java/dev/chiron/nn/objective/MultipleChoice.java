package dev.chiron.nn.objective;

import dev.chiron.nn.tensor.Tensors;
import dev.chiron.nn.training.Objective;
import dev.chiron.nn.training.TrainingExample;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Multiple choice by ranking: the cross-entropy of the right candidate among all, where a
 * candidate's logit is its log-probability after the prompt.
 *
 * @param perToken whether a candidate's log-probability is divided by its number of tokens, so that
 *     length does not tell
 */
public record MultipleChoice(TokenModel model, List<Choice> choices, boolean perToken)
    implements Objective {
  /**
   * A question with its candidates, whose tokens are the learned ones of the examples.
   *
   * @param candidates at least two, each with something learned
   * @param right the index of the right one
   */
  public record Choice(List<TrainingExample> candidates, int right) {
    public Choice {
      candidates = List.copyOf(candidates);
      if (candidates.size() < 2 || candidates.stream().anyMatch(each -> each.weight() == 0)) {
        throw new IllegalArgumentException("a choice needs two or more candidates, none empty");
      }
      if (right < 0 || right >= candidates.size()) {
        throw new IllegalArgumentException("there is no candidate " + right);
      }
    }

    /** Of token ids. */
    public static Choice of(int[] prompt, List<int[]> candidates, int right) {
      return new Choice(
          candidates.stream().map(each -> TrainingExample.response(prompt, each)).toList(), right);
    }
  }

  public MultipleChoice {
    choices = List.copyOf(choices);
  }

  @Override
  public int size() {
    return choices.size();
  }

  @Override
  public int length(int example) {
    return choices.get(example).candidates().stream().mapToInt(TrainingExample::length).sum();
  }

  @Override
  public Tensor loss(int[] chosen) {
    List<Choice> some = Arrays.stream(chosen).mapToObj(choices::get).toList();
    List<TrainingExample> rows =
        some.stream().flatMap(choice -> choice.candidates().stream()).toList();
    float[] shares = new float[rows.size()];
    for (int i = 0; i < shares.length; i++) {
      shares[i] = perToken ? (float) (1 / rows.get(i).weight()) : 1;
    }
    Tensor scores = model.logProbabilities(rows);
    Tensor scaled = scores.mul(model.here(Tensors.floats(shares)).to(scores.scalar_type()));
    List<Tensor> losses = new ArrayList<>();
    int from = 0;
    for (Choice choice : some) {
      Tensor mine = scaled.narrow(0, from, choice.candidates().size());
      losses.add(torch.log_softmax(mine, 0).select(0, choice.right()).neg());
      from += choice.candidates().size();
    }
    return Tensors.stack(losses, 0).sum();
  }
}
