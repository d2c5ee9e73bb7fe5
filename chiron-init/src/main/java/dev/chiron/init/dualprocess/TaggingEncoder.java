package dev.chiron.init.dualprocess;

import dev.chiron.core.random.Seeds;
import dev.chiron.nn.architecture.Encoder;
import dev.chiron.nn.architecture.EncoderConfig;
import dev.chiron.nn.architecture.EncoderHead;
import dev.chiron.nn.architecture.EncoderInput;
import dev.chiron.nn.architecture.StackSize;
import dev.chiron.nn.intervention.Interventions;
import dev.chiron.nn.objective.Losses;
import dev.chiron.nn.tensor.Scope;
import dev.chiron.nn.tensor.Tensors;
import dev.chiron.nn.tensor.Torch;
import dev.chiron.nn.training.Objective;
import dev.chiron.nn.weights.Parameters;
import dev.chiron.nn.weights.Weights;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * The encoder that learns {@link PartOfSpeech}: embeddings drawn from N(0, 1) and tied to the head,
 * {@code logits = h · Eᵀ / √d}, without a bias of tokens, since with one a token that was never
 * trained could not be said.
 *
 * <p>The position table is drawn from N(0, 0.1²): this sets how hard the order is to learn.
 */
public final class TaggingEncoder {
  private static final double POSITION_DEVIATION = 0.1;
  private static final int BATCH = 250;

  private final PartOfSpeech task;
  private final Encoder encoder;
  private final double scale;
  private final String table;
  private final String bias;

  public TaggingEncoder(PartOfSpeech task, StackSize size) {
    this.task = task;
    this.encoder = encoder(task.known(), size);
    this.scale = 1 / Math.sqrt(size.width());
    this.table = encoder.shapes().firstEntry().getKey();
    this.bias =
        encoder.shapes().entrySet().stream()
            .filter(entry -> entry.getValue().length == 1 && entry.getValue()[0] == task.known())
            .map(Map.Entry::getKey)
            .findFirst()
            .orElseThrow();
  }

  private static Encoder encoder(int vocabulary, StackSize size) {
    // Linear maps as libtorch's own start: uniform within 1/√in, whose deviation is 1/√(3 in).
    return new Encoder(
        EncoderConfig.bert(EncoderHead.MASKED_LM, vocabulary, size)
            .withContextLength(TaggedItem.LENGTH)
            .withInitialDeviation(1 / Math.sqrt(3.0 * size.width())));
  }

  /** The name of the table of embeddings. */
  public String table() {
    return table;
  }

  /** Fresh weights, all trained but the head's bias, which stays 0; the caller closes them. */
  public Parameters initialize(Seeds seeds) {
    Parameters weights = encoder.initialize(seeds);
    try (Scope _ = Scope.open();
        var _ = Torch.noGradient()) {
      for (String name : weights.names()) {
        boolean positions = name.contains("position_embeddings");
        if (name.equals(table) || positions) {
          Tensor tensor = weights.get(name);
          tensor.copy_(
              FreshRows.drawn(
                  Math.toIntExact(tensor.size(0)),
                  Math.toIntExact(tensor.size(1)),
                  positions ? POSITION_DEVIATION : 1,
                  seeds.generator("embedding." + name)));
        }
      }
    }
    return weights.train(name -> !name.equals(bias));
  }

  /** [items · 3, vocabulary] */
  private Tensor logits(Encoder reader, Weights weights, List<TaggedItem> items) {
    int[][] rows = items.stream().map(TaggedItem::tokens).toArray(int[][]::new);
    Tensor hidden = reader.hidden(weights, EncoderInput.of(rows), Interventions.NONE);
    Tensor masked =
        hidden
            .narrow(1, TaggedItem.LENGTH - TaggedItem.TARGETS, TaggedItem.TARGETS)
            .reshape(-1, hidden.size(2));
    return reader.tokenLogits(weights, masked, Interventions.NONE).mul(new Scalar(scale));
  }

  /**
   * Training on items that are drawn as they are asked for: the mean cross-entropy of the targets
   * over the known tokens.
   *
   * @param size how many items there are
   */
  public Objective objective(Weights weights, int size, Seeds seeds) {
    return new Objective() {
      @Override
      public int size() {
        return size;
      }

      @Override
      public double weight(int example) {
        return TaggedItem.TARGETS;
      }

      @Override
      public Tensor loss(int[] examples) {
        List<TaggedItem> items =
            Arrays.stream(examples)
                .mapToObj(example -> task.training(seeds.generator("item." + example)))
                .toList();
        int[] targets = items.stream().flatMapToInt(item -> IntStream.of(item.targets())).toArray();
        return Losses.crossEntropy(logits(encoder, weights, items), Tensors.longs(targets));
      }

      @Override
      public String fingerprint() {
        return "%d items, seed %d".formatted(size, seeds.seed());
      }
    };
  }

  /**
   * The answers of some weights, over the known and the unseen tokens; the rows of these are drawn
   * from N(0, 1), the same at every call.
   *
   * @param seeds of the unseen rows
   */
  public Answers answers(Weights weights, Seeds seeds) {
    Encoder wide = encoder(task.known() + task.unseen(), encoder.config().size());
    return items -> {
      List<int[]> answers = new ArrayList<>();
      for (int from = 0; from < items.size(); from += BATCH) {
        List<TaggedItem> some = items.subList(from, Math.min(items.size(), from + BATCH));
        try (Scope _ = Scope.open();
            var _ = Torch.noGradient()) {
          Map<String, Tensor> widened = new LinkedHashMap<>(weights.toMap());
          int width = encoder.config().size().width();
          Tensor fresh = FreshRows.drawn(task.unseen(), width, 1, seeds.generator("unseen rows"));
          widened.put(table, Tensors.concatenate(List.of(weights.get(table), fresh), 0));
          widened.put(
              bias,
              Tensors.concatenate(
                  List.of(weights.get(bias), Tensors.floats(new float[task.unseen()])), 0));
          long[] best =
              Tensors.longs(
                  logits(wide, Weights.of(widened), some).argmax(new LongOptional(1), false));
          for (int i = 0; i < some.size(); i++) {
            int[] answer = new int[TaggedItem.TARGETS];
            for (int target = 0; target < answer.length; target++) {
              answer[target] = Math.toIntExact(best[i * TaggedItem.TARGETS + target]);
            }
            answers.add(answer);
          }
        }
      }
      return answers;
    };
  }
}
