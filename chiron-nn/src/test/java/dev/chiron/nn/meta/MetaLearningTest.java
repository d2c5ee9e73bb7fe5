package dev.chiron.nn.meta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.chiron.core.random.Seeds;
import dev.chiron.nn.architecture.Decoder;
import dev.chiron.nn.architecture.DecoderConfig;
import dev.chiron.nn.architecture.TokenInput;
import dev.chiron.nn.meta.InnerLoop.Order;
import dev.chiron.nn.tensor.Scope;
import dev.chiron.nn.tensor.Tensors;
import dev.chiron.nn.tensor.Torch;
import dev.chiron.nn.training.AdamW;
import dev.chiron.nn.training.Gradients;
import dev.chiron.nn.training.LearningRateSchedule.Constant;
import dev.chiron.nn.training.Objective;
import dev.chiron.nn.training.Sgd;
import dev.chiron.nn.training.Trainer;
import dev.chiron.nn.training.TrainerConfig;
import dev.chiron.nn.weights.Parameters;
import dev.chiron.nn.weights.Weights;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MetaLearningTest {
  @SuppressWarnings("NullAway.Init") // opened before each test
  private Scope scope;

  @BeforeEach
  void open() {
    scope = Scope.open();
  }

  @AfterEach
  void close() {
    scope.close();
  }

  /** ½ curvature (w - target)² on both sides. */
  private record Parabola(double curvature, double support, double target) implements Episode {
    @Override
    public Tensor support(Weights weights) {
      return loss(weights, curvature, support);
    }

    @Override
    public Tensor query(Weights weights) {
      return loss(weights, 1, target);
    }

    private static Tensor loss(Weights weights, double curvature, double target) {
      Tensor distance = weights.get("w").sub(new Scalar(target));
      return distance.square().mul(new Scalar(curvature / 2)).sum();
    }
  }

  private static Parameters number(float value) {
    Tensor frozen = Tensors.floats(new float[] {5});
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    tensors.put("w", Tensors.floats(new float[] {value}));
    tensors.put("frozen", frozen);
    return Parameters.owning(tensors).train(name -> name.equals("w"));
  }

  private static double gradient(Objective objective, Parameters parameters) {
    Gradients.clear(parameters);
    objective.loss(new int[] {0}).backward();
    return Tensors.item(parameters.get("w").grad());
  }

  @Test
  void theGradientOnAParabolaIsTheAnalyticOne() {
    // φ after n steps is a + (w - a)(1 - η c)ⁿ, so that dφ/dw = (1 - η c)ⁿ, which the first order
    // takes to be 1.
    Parabola episode = new Parabola(3, 1, -2);
    InnerLoop inner = new InnerLoop(2, 0.1);
    try (Parameters parameters = number(4)) {
      double shrink = Math.pow(1 - 0.1 * 3, 2);
      double adapted = 1 + (4 - 1) * shrink;
      Maml second = new Maml(parameters, List.of(episode), inner, Order.SECOND);
      Maml first = new Maml(parameters, List.of(episode), inner, Order.FIRST);
      assertThat(Tensors.item(second.loss(new int[] {0})))
          .isCloseTo((adapted + 2) * (adapted + 2) / 2, within(1e-5));
      assertThat(gradient(second, parameters)).isCloseTo((adapted + 2) * shrink, within(1e-5));
      assertThat(gradient(first, parameters)).isCloseTo(adapted + 2, within(1e-5));
      assertThat(Tensors.item(parameters.get("w"))).isEqualTo(4);
    }
  }

  @Test
  void reptileMovesTowardsTheAdaptedWeights() {
    Parabola episode = new Parabola(3, 1, 0);
    InnerLoop inner = new InnerLoop(3, 0.1);
    try (Parameters parameters = number(4)) {
      Reptile reptile = new Reptile(parameters, List.of(episode), inner);
      double adapted = 1 + 3 * Math.pow(0.7, 3);
      assertThat(gradient(reptile, parameters)).isCloseTo(4 - adapted, within(1e-5));
      TrainerConfig config =
          TrainerConfig.builder(new Constant(0.25, 0))
              .steps(1)
              .batchSize(1)
              .clipNorm(Double.POSITIVE_INFINITY)
              .optimizer(new Sgd.Settings(0, 0))
              .build();
      new Trainer(config, parameters, reptile).train();
      assertThat(Tensors.item(parameters.get("w")))
          .isCloseTo(4 + 0.25 * (adapted - 4), within(1e-5));
    }
  }

  @Test
  void theSecondOrderGradientOfADecoderIsThatOfFiniteDifferences() {
    Decoder decoder = new Decoder(DecoderConfig.builder(11, 8, 1, 2).initialDeviation(0.4).build());
    try (Parameters weights = decoder.initialize(new Seeds(1))) {
      for (String name : weights.names()) {
        Tensor tensor = weights.get(name);
        tensor.set_data(tensor.detach().to(ScalarType.Double));
      }
      weights.trainAll();
      Maml maml =
          new Maml(
              weights,
              List.of(new Texts(decoder, new int[] {1, 2, 3, 4}, new int[] {5, 2, 3, 9})),
              new InnerLoop(2, 0.1),
              Order.SECOND);
      maml.loss(new int[] {0}).backward();
      for (String name : List.of("model.layers.0.self_attn.q_proj.weight", "model.norm.weight")) {
        Tensor tensor = weights.get(name);
        double slope = Tensors.item(tensor.grad().flatten().select(0, 3));
        assertThat(slope).isNotZero();
        assertThat(difference(maml, tensor, 3)).as(name).isCloseTo(slope, within(1e-6));
      }
    }
  }

  private static double difference(Maml maml, Tensor tensor, long at) {
    double step = 1e-5;
    Tensor entry = tensor.detach().view(-1).select(0, at);
    double before = Tensors.item(entry);
    entry.fill_(new Scalar(before + step));
    double up = Tensors.item(maml.loss(new int[] {0}));
    entry.fill_(new Scalar(before - step));
    double down = Tensors.item(maml.loss(new int[] {0}));
    entry.fill_(new Scalar(before));
    return (up - down) / (2 * step);
  }

  /** The next tokens of one text, judged on those of another. */
  private record Texts(Decoder decoder, List<Integer> known, List<Integer> unknown)
      implements Episode {
    Texts(Decoder decoder, int[] known, int[] unknown) {
      this(decoder, IntStream.of(known).boxed().toList(), IntStream.of(unknown).boxed().toList());
    }

    @Override
    public Tensor support(Weights weights) {
      return loss(weights, known);
    }

    @Override
    public Tensor query(Weights weights) {
      return loss(weights, unknown);
    }

    private Tensor loss(Weights weights, List<Integer> text) {
      int[] ids = text.stream().mapToInt(id -> id).toArray();
      Tensor logits = decoder.forward(weights, TokenInput.of(new int[][] {ids})).select(0, 0);
      long[] next = new long[ids.length - 1];
      for (int i = 0; i < next.length; i++) {
        next[i] = ids[i + 1];
      }
      return torch.cross_entropy_loss(logits.narrow(0, 0, next.length), Tensors.longs(next));
    }
  }

  /** amplitude · sin(x - phase), known at ten places (Finn et al., 2017, section 5.1). */
  private record Sinusoid(double amplitude, double phase, long seed) implements Episode {
    @Override
    public Tensor support(Weights weights) {
      return loss(weights, "support");
    }

    @Override
    public Tensor query(Weights weights) {
      return loss(weights, "query");
    }

    private Tensor loss(Weights weights, String stream) {
      RandomGenerator random = new Seeds(seed).generator(stream);
      float[] x = new float[10];
      float[] y = new float[10];
      for (int i = 0; i < x.length; i++) {
        x[i] = (float) random.nextDouble(-5, 5);
        y[i] = (float) (amplitude * Math.sin(x[i] - phase));
      }
      Tensor hidden =
          torch
              .linear(Tensors.floats(x, 10, 1), weights.get("in"))
              .add(weights.get("inBias"))
              .tanh();
      Tensor inner = torch.linear(hidden, weights.get("middle")).tanh();
      Tensor out = torch.linear(inner, weights.get("out"));
      return out.sub(Tensors.floats(y, 10, 1)).square().mean();
    }
  }

  private static List<Episode> sinusoids(int count, long seed) {
    RandomGenerator random = new Seeds(seed).generator("tasks");
    List<Episode> episodes = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      episodes.add(
          new Sinusoid(random.nextDouble(0.5, 4), random.nextDouble(0, Math.PI), 1000 * seed + i));
    }
    return episodes;
  }

  private static Parameters network() {
    Torch.seed(1);
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    tensors.put("in", torch.randn(32, 1));
    tensors.put("inBias", torch.randn(32));
    tensors.put("middle", torch.randn(32, 32).mul(new Scalar(0.2)));
    tensors.put("out", torch.randn(1, 32).mul(new Scalar(0.2)));
    return Parameters.owning(tensors).trainAll();
  }

  @Test
  void metaLearntWeightsAdaptToNewSinusoidsBetterThanFreshOnes() {
    InnerLoop inner = new InnerLoop(1, 0.02);
    List<Episode> unseen = sinusoids(30, 2);
    try (Parameters weights = network();
        Parameters reptiled = network()) {
      double before = new Maml(weights, unseen, inner, Order.FIRST).mean(30);
      TrainerConfig.Builder config =
          TrainerConfig.builder(new Constant(0.005, 0))
              .steps(100)
              .batchSize(6)
              .optimizer(AdamW.Settings.TUNING);
      Maml maml = new Maml(weights, sinusoids(120, 1), inner, Order.SECOND);
      new Trainer(config.build(), weights, maml).train();
      double after = new Maml(weights, unseen, inner, Order.FIRST).mean(30);
      assertThat(after).isLessThan(0.75 * before);
      Reptile reptile = new Reptile(reptiled, sinusoids(120, 1), new InnerLoop(5, 0.02));
      new Trainer(config.build(), reptiled, reptile).train();
      assertThat(new Maml(reptiled, unseen, inner, Order.FIRST).mean(30)).isLessThan(before);
    }
  }

  @Test
  void aQueryBelongsToTheNearestMeanAndTheLossIsItsSoftmax() {
    Tensor places = Tensors.floats(new float[] {0, 0, 2, 0, 0, 4, 1, 1}, 4, 2);
    ProtoNet net =
        new ProtoNet(
            items ->
                places.index_select(
                    0, Tensors.longs(items.stream().mapToInt(item -> item).toArray())),
            List.of(
                new ProtoNet.Shots(List.of(List.of(0, 1), List.of(2)), List.of(3), List.of(0))));
    // Means (1, 0) and (0, 4); the query (1, 1) is at squared distances 1 and 10.
    assertThat(Tensors.floats(net.logits(net.episodes().getFirst()))).containsExactly(-1, -10);
    assertThat(Tensors.item(net.loss(new int[] {0})))
        .isCloseTo(Math.log1p(Math.exp(-9)), within(1e-6));
  }

  @Test
  void anEmbeddingLearnsToTellNewClassesApart() {
    // Items are a class in two dimensions, and noise that is louder in six others.
    int perClass = 8;
    Torch.seed(3);
    Tensor signal = torch.randn(20, 1, 2).mul(new Scalar(2)).expand(20, perClass, 2).reshape(-1, 2);
    Tensor noise = torch.randn(20L * perClass, 6).mul(new Scalar(4));
    Tensor items =
        Tensors.concatenate(
            List.of(signal.add(torch.randn_like(signal), new Scalar(0.2)), noise), 1);
    try (Parameters map = Parameters.owning(Map.of("map", torch.eye(8).contiguous())).trainAll()) {
      ProtoNet.Embedding embedding =
          chosen ->
              torch.linear(
                  items.index_select(
                      0, Tensors.longs(chosen.stream().mapToInt(item -> item).toArray())),
                  map.get("map"));
      ProtoNet seen = new ProtoNet(embedding, shots(40, 0, 15, perClass));
      ProtoNet unseen = new ProtoNet(embedding, shots(20, 15, 20, perClass));
      double before = unseen.mean(10);
      TrainerConfig config =
          TrainerConfig.builder(new Constant(0.05, 0)).steps(60).batchSize(5).build();
      new Trainer(config, map, seen).train();
      assertThat(unseen.mean(10)).isLessThan(0.5 * before);
    }
  }

  /** Three classes, two shots, two queries of each. */
  private static List<ProtoNet.Shots> shots(int count, int from, int to, int perClass) {
    RandomGenerator random = new Seeds(from).generator("shots");
    List<ProtoNet.Shots> episodes = new ArrayList<>();
    for (int e = 0; e < count; e++) {
      List<Integer> classes = random.ints(from, to).distinct().limit(3).boxed().toList();
      List<List<Integer>> support = new ArrayList<>();
      List<Integer> queries = new ArrayList<>();
      List<Integer> labels = new ArrayList<>();
      for (int label = 0; label < 3; label++) {
        int first = classes.get(label) * perClass + random.nextInt(perClass - 3);
        support.add(List.of(first, first + 1));
        queries.addAll(List.of(first + 2, first + 3));
        labels.addAll(List.of(label, label));
      }
      episodes.add(new ProtoNet.Shots(support, queries, labels));
    }
    return episodes;
  }

  @Test
  void anEpisodeWithoutSupportIsRefused() {
    assertThatThrownBy(() -> new ProtoNet.Shots(List.of(List.of()), List.of(1), List.of(0)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new InnerLoop(0, 1)).isInstanceOf(IllegalArgumentException.class);
  }
}
