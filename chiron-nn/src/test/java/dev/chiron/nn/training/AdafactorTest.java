package dev.chiron.nn.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.chiron.core.random.Seeds;
import dev.chiron.nn.tensor.Scope;
import dev.chiron.nn.tensor.Tensors;
import dev.chiron.nn.weights.Parameters;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;

class AdafactorTest {
  private static final int ROWS = 3;
  private static final int COLUMNS = 4;

  private static Parameters parameters() {
    RandomGenerator random = new Seeds(1).generator("start");
    try (Scope _ = Scope.open()) {
      Map<String, Tensor> tensors = new LinkedHashMap<>();
      tensors.put("matrix", Tensors.floats(numbers(random, ROWS * COLUMNS), ROWS, COLUMNS));
      tensors.put("vector", Tensors.floats(numbers(random, COLUMNS)));
      return Parameters.owning(tensors).trainAll();
    }
  }

  private static float[] numbers(RandomGenerator random, int count) {
    float[] numbers = new float[count];
    for (int i = 0; i < count; i++) {
      numbers[i] = (float) random.nextGaussian();
    }
    return numbers;
  }

  private static void gradients(Parameters parameters, float[] matrix, float[] vector) {
    Gradients.clear(parameters);
    try (Scope _ = Scope.open()) {
      Tensor m = parameters.get("matrix").mul(Tensors.floats(matrix, ROWS, COLUMNS)).sum();
      m.add(parameters.get("vector").mul(Tensors.floats(vector)).sum()).backward();
    }
  }

  private static double[] values(Parameters parameters, String name) {
    try (Scope _ = Scope.open()) {
      float[] floats = Tensors.floats(parameters.get(name));
      double[] wide = new double[floats.length];
      for (int i = 0; i < wide.length; i++) {
        wide[i] = floats[i];
      }
      return wide;
    }
  }

  /** The algorithm of the paper in plain loops over a matrix; a vector is a matrix unfactored. */
  private static final class Reference {
    private final double[] theta;
    private final boolean factored;
    private final double[] rows = new double[ROWS];
    private final double[] columns = new double[COLUMNS];
    private final double[] whole;

    Reference(double[] theta, boolean factored) {
      this.theta = theta;
      this.factored = factored;
      this.whole = new double[theta.length];
    }

    void step(int t, double[] g, double rate, Adafactor.Settings s, double decay) {
      double beta = 1 - Math.pow(t, -s.decay());
      double[] u = new double[g.length];
      if (factored) {
        double[] rowMeans = new double[ROWS];
        double[] columnMeans = new double[COLUMNS];
        for (int i = 0; i < g.length; i++) {
          double squared = g[i] * g[i] + s.epsilon1();
          rowMeans[i / COLUMNS] += squared / COLUMNS;
          columnMeans[i % COLUMNS] += squared / ROWS;
        }
        double rowMean = 0;
        for (int i = 0; i < ROWS; i++) {
          rows[i] = beta * rows[i] + (1 - beta) * rowMeans[i];
          rowMean += rows[i] / ROWS;
        }
        for (int i = 0; i < COLUMNS; i++) {
          columns[i] = beta * columns[i] + (1 - beta) * columnMeans[i];
        }
        for (int i = 0; i < g.length; i++) {
          u[i] = g[i] / Math.sqrt(rows[i / COLUMNS] * columns[i % COLUMNS] / rowMean);
        }
      } else {
        for (int i = 0; i < g.length; i++) {
          whole[i] = beta * whole[i] + (1 - beta) * (g[i] * g[i] + s.epsilon1());
          u[i] = g[i] / Math.sqrt(whole[i]);
        }
      }
      double divisor = Math.max(1, rms(u) / s.clip());
      double size = s.relative() ? Math.max(s.epsilon2(), rms(theta)) : 1;
      for (int i = 0; i < g.length; i++) {
        theta[i] = (1 - rate * decay) * theta[i] - rate * size * u[i] / divisor;
      }
    }

    private static double rms(double[] values) {
      double sum = 0;
      for (double value : values) {
        sum += value * value;
      }
      return Math.sqrt(sum / values.length);
    }
  }

  @Test
  void stepsAreThoseOfThePaper() {
    for (Adafactor.Settings settings :
        new Adafactor.Settings[] {
          Adafactor.Settings.PAPER, new Adafactor.Settings(1e-3, 1e-3, 0.5, 0.5, false, 0.1)
        }) {
      RandomGenerator random = new Seeds(2).generator("gradients");
      try (Parameters parameters = parameters();
          Optimizer adafactor = settings.of(parameters)) {
        Reference matrix = new Reference(values(parameters, "matrix"), true);
        Reference vector = new Reference(values(parameters, "vector"), false);
        for (int t = 1; t <= 6; t++) {
          float[] matrixGradient = numbers(random, ROWS * COLUMNS);
          float[] vectorGradient = numbers(random, COLUMNS);
          gradients(parameters, matrixGradient, vectorGradient);
          adafactor.step(0.1);
          matrix.step(t, wide(matrixGradient), 0.1, settings, settings.weightDecay());
          vector.step(t, wide(vectorGradient), 0.1, settings, 0);
        }
        assertThat(values(parameters, "matrix")).containsExactly(matrix.theta, within(1e-5));
        assertThat(values(parameters, "vector")).containsExactly(vector.theta, within(1e-5));
      }
    }
  }

  private static double[] wide(float[] values) {
    double[] wide = new double[values.length];
    for (int i = 0; i < wide.length; i++) {
      wide[i] = values[i];
    }
    return wide;
  }

  @Test
  void aMatrixNeedsAsManyNumbersAsItHasRowsAndColumns() {
    try (Parameters parameters = parameters();
        Optimizer adafactor = Adafactor.Settings.PAPER.of(parameters)) {
      long numbers = 0;
      for (String name : adafactor.state().names()) {
        numbers += adafactor.state().get(name).numel();
      }
      assertThat(numbers).isEqualTo(ROWS + COLUMNS + COLUMNS + 1); // and the number of steps
    }
  }

  @Test
  void rulesGiveTensorsTheirOwnRateAndDecay() {
    GroupedSettings settings =
        new GroupedSettings(
            new Sgd.Settings(0, 0.5),
            List.of(
                new GroupedSettings.Rule("vec", 0, 0), new GroupedSettings.Rule("mat", 2, 0.25)));
    try (Parameters parameters = parameters();
        Optimizer optimizer = settings.of(parameters)) {
      double[] matrix = values(parameters, "matrix");
      double[] vector = values(parameters, "vector");
      gradients(parameters, new float[ROWS * COLUMNS], new float[] {1, 1, 1, 1});
      optimizer.step(0.1);
      assertThat(values(parameters, "vector")).isEqualTo(vector);
      for (int i = 0; i < matrix.length; i++) {
        matrix[i] *= 1 - 0.2 * 0.25;
      }
      assertThat(values(parameters, "matrix")).containsExactly(matrix, within(1e-6));
    }
  }
}
