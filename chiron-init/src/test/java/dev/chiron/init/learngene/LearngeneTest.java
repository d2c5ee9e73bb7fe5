package dev.chiron.init.learngene;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.chiron.core.error.InputException;
import dev.chiron.core.random.Seeds;
import dev.chiron.init.layers.LayerNames;
import dev.chiron.nn.architecture.Decoder;
import dev.chiron.nn.architecture.DecoderConfig;
import dev.chiron.nn.architecture.TokenInput;
import dev.chiron.nn.objective.BatchFunction;
import dev.chiron.nn.tensor.Scope;
import dev.chiron.nn.tensor.Tensors;
import dev.chiron.nn.training.LearningRateSchedule.Constant;
import dev.chiron.nn.training.TokenObjective;
import dev.chiron.nn.training.Trainer;
import dev.chiron.nn.training.TrainerConfig;
import dev.chiron.nn.training.TrainingExample;
import dev.chiron.nn.training.TrainingSet;
import dev.chiron.nn.weights.Parameters;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;

class LearngeneTest {
  private static final Seeds SEEDS = new Seeds(9);
  private static final int[][] IDS = {{1, 5, 9, 2, 7, 3}, {4, 4, 8, 0, 6, 10}};

  private static Decoder decoder(int layers) {
    return new Decoder(
        DecoderConfig.builder(11, 16, layers, 2).contextLength(16).initialDeviation(0.3).build());
  }

  private static TrainingSet examples() {
    return TrainingSet.of(List.of(TrainingExample.causal(IDS[0]), TrainingExample.causal(IDS[1])));
  }

  @Test
  void expandingByTheStagesThemselvesGivesTheAuxiliaryNetwork() {
    StagePlan plan = StagePlan.of(2, 1, 3);
    try (Scope _ = Scope.open();
        Learngene gene = Learngene.fresh(decoder(1), plan, SEEDS);
        Parameters expanded = gene.expand(plan.auxiliary())) {
      Decoder auxiliary = (Decoder) gene.auxiliary();
      assertThat(
              torch.equal(
                  auxiliary.forward(gene.auxiliaryWeights(), TokenInput.of(IDS)),
                  auxiliary.forward(expanded, TokenInput.of(IDS))))
          .isTrue();
    }
  }

  @Test
  void aSharedWeightIsStoredOnceAndItsGradientIsTheSumOfItsUses() {
    StagePlan plan = StagePlan.of(3, 2);
    try (Scope _ = Scope.open();
        Learngene gene = Learngene.fresh(decoder(1), plan, SEEDS);
        Learngene other = Learngene.fresh(decoder(1), StagePlan.of(1, 7), SEEDS);
        Parameters untied = gene.expand(plan.auxiliary())) {
      assertThat(gene.weights().names()).isEqualTo(other.weights().names());
      Decoder auxiliary = (Decoder) gene.auxiliary();
      gene.weights().trainAll();
      untied.trainAll();
      int[] all = {0, 1};
      new TokenObjective(auxiliary, gene.auxiliaryWeights(), examples()).loss(all).backward();
      new TokenObjective(auxiliary, untied, examples()).loss(all).backward();
      for (String name : gene.weights().names()) {
        int stage = LayerNames.layer(name).orElse(-1);
        Tensor sum = null;
        for (int layer = 0; layer < 5; layer++) {
          if (stage < 0 || plan.auxiliary().sources().get(layer) == stage) {
            Tensor one = untied.get(LayerNames.at(name, layer)).grad();
            sum = sum == null || stage < 0 ? one : sum.add(one);
          }
        }
        Tensor shared = gene.weights().get(name).grad();
        assertThat(sum).isNotNull();
        double error = Tensors.item(shared.sub(sum).norm().div(shared.norm()));
        assertThat(error).as(name).isLessThan(1e-4);
      }
    }
  }

  @Test
  void layersOfADescendantGoTheirOwnWays() {
    try (Scope _ = Scope.open();
        Learngene gene = Learngene.fresh(decoder(1), StagePlan.of(2, 2), SEEDS);
        Parameters ten = gene.expand(6)) {
      String first = "model.layers.0.mlp.up_proj.weight";
      assertThat(torch.equal(ten.get(first), ten.get(LayerNames.at(first, 1)))).isTrue();
      new Trainer(
              TrainerConfig.builder(new Constant(1e-3, 0)).steps(1).build(),
              ten.trainAll(),
              new TokenObjective(decoder(6), ten, examples()))
          .train();
      assertThat(torch.equal(ten.get(first), ten.get(LayerNames.at(first, 1)))).isFalse();
    }
  }

  @Test
  void layersAreSpreadWithTheRemainderToTheEarliestStages() {
    StagePlan five = StagePlan.of(3, 3, 4, 3, 3);
    assertThat(five.descendant(12).sources()).containsExactly(0, 0, 0, 1, 1, 1, 2, 2, 3, 3, 4, 4);
    assertThat(five.descendant(10).sources()).containsExactly(0, 0, 1, 1, 2, 2, 3, 3, 4, 4);
    assertThat(StagePlan.even(16, 5)).isEqualTo(StagePlan.of(4, 3, 3, 3, 3));
    assertThat(five.auxiliary().size()).isEqualTo(16);
    assertThat(five.descendant(3).sources()).containsExactly(0, 2, 4);
    assertThat(StagePlan.parse("3,3,4,3,3")).isEqualTo(five);
    assertThatThrownBy(() -> StagePlan.parse("3,0")).isInstanceOf(InputException.class);
  }

  private static BatchFunction logits(float... values) {
    return _ -> Tensors.floats(values, 2, 3);
  }

  @Test
  void theDivergenceIsTheOneComputedByHand() {
    float[] teacher = {1, 2, 0, 0, 0, 0};
    float[] student = {0, 0, 0, 1, 0, -1};
    double expected =
        kl(new double[] {1, 2, 0}, new double[] {0, 0, 0})
            + kl(new double[] {0, 0, 0}, new double[] {1, 0, -1});
    try (Scope _ = Scope.open()) {
      for (boolean byClasses : new boolean[] {false, true}) {
        double value =
            Tensors.item(
                new SoftDistillation(
                        logits(student), logits(teacher), List.of(0, 0), 1, 1, byClasses)
                    .loss(new int[] {0, 1}));
        assertThat(value).isCloseTo(expected / (byClasses ? 3 : 1), within(1e-5));
      }
      float[] shifted = {6, 7, 5, -2, -2, -2};
      assertThat(
              Tensors.item(
                  SoftDistillation.divergence(
                      Tensors.floats(teacher, 2, 3), Tensors.floats(shifted, 2, 3), 2, false)))
          .isCloseTo(0, within(1e-6));
    }
  }

  private static double kl(double[] teacher, double[] student) {
    double sum = 0;
    double p = 0;
    double q = 0;
    for (int i = 0; i < 3; i++) {
      p += Math.exp(teacher[i]);
      q += Math.exp(student[i]);
    }
    for (int i = 0; i < 3; i++) {
      sum += Math.exp(teacher[i]) / p * (teacher[i] - Math.log(p) - student[i] + Math.log(q));
    }
    return sum;
  }

  @Test
  void pureDistillationIgnoresLabelsAndPureLabelsIgnoreTheTeacher() {
    float[] student = {0, 1, 0, 1, 0, -1};
    List<Integer> labels = List.of(0, 2);
    List<Integer> swapped = List.of(2, 0);
    try (Scope _ = Scope.open()) {
      int[] all = {0, 1};
      BatchFunction one = logits(1, 2, 0, 0, 0, 0);
      BatchFunction other = logits(5, 2, 0, 0, 9, 0);
      assertThat(Tensors.item(loss(student, one, labels, 1).loss(all)))
          .isEqualTo(Tensors.item(loss(student, one, swapped, 1).loss(all)))
          .isNotEqualTo(Tensors.item(loss(student, other, labels, 1).loss(all)));
      assertThat(Tensors.item(loss(student, one, labels, 0).loss(all)))
          .isEqualTo(Tensors.item(loss(student, other, labels, 0).loss(all)))
          .isNotEqualTo(Tensors.item(loss(student, one, swapped, 0).loss(all)));
    }
  }

  private static SoftDistillation loss(
      float[] student, BatchFunction teacher, List<Integer> labels, double lambda) {
    return new SoftDistillation(logits(student), teacher, labels, lambda, 1, false);
  }

  @Test
  void anotherWidthIsRefused() {
    Decoder wide = new Decoder(DecoderConfig.builder(11, 32, 4, 2).contextLength(16).build());
    try (Learngene gene = Learngene.fresh(decoder(1), StagePlan.of(2, 2), SEEDS);
        Parameters four = gene.initializer().initialize(decoder(4), SEEDS)) {
      assertThat(four.names()).hasSize(decoder(4).shapes().size());
      assertThatThrownBy(() -> gene.initializer().initialize(wide, SEEDS))
          .isInstanceOf(InputException.class)
          .hasMessageContaining("more than its depth");
    }
  }
}
