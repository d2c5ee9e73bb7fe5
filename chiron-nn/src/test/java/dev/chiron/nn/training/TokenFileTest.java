package dev.chiron.nn.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chiron.core.error.InputException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenFileTest {
  @TempDir private Path directory = Path.of("");

  private static List<TrainingExample> examples() {
    Random random = new Random(3);
    List<TrainingExample> examples = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      int[] tokens = random.ints(1 + random.nextInt(40), 0, 1 << 16).toArray();
      float[] weights = new float[tokens.length];
      for (int k = 0; k < weights.length; k++) {
        weights[k] = random.nextInt(2);
      }
      examples.add(TrainingExample.weighted(tokens, weights));
    }
    return examples;
  }

  private Path write(List<TrainingExample> examples) {
    Path file = directory.resolve("train.tokens");
    TokenFile.write(file, examples::forEach);
    return file;
  }

  @Test
  void givesBackWhatWasWritten() {
    List<TrainingExample> examples = examples();

    TokenFile opened = TokenFile.open(write(examples));

    assertThat(opened.size()).isEqualTo(50);
    for (int i = 0; i < 50; i++) {
      TrainingExample example = opened.get(i);
      assertThat(example.tokens()).isEqualTo(examples.get(i).tokens());
      for (int k = 0; k < example.length(); k++) {
        assertThat(example.lossWeight(k)).isEqualTo(examples.get(i).lossWeight(k));
      }
      assertThat(opened.length(i)).isEqualTo(example.length());
      assertThat(opened.weight(i)).isEqualTo(example.weight());
    }
    assertThat(opened.tokens())
        .isEqualTo(examples.stream().mapToLong(TrainingExample::length).sum());
    assertThat(opened.largestId())
        .isEqualTo(
            examples.stream()
                .flatMapToInt(e -> java.util.Arrays.stream(e.tokens()))
                .max()
                .orElseThrow());
  }

  @Test
  void writesNothingWhenATokenDoesNotFit() {
    assertThatThrownBy(() -> write(List.of(TrainingExample.causal(new int[] {1, 65536}))))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("65536");
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void refusesLossWeightsThatABitCannotHold() {
    assertThatThrownBy(
            () -> write(List.of(TrainingExample.weighted(new int[] {1, 2}, new float[] {0, 0.5f}))))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("0.5");
  }

  @Test
  void refusesAMissingFile() {
    assertRefused(directory.resolve("absent"), "no such file");
  }

  @Test
  void refusesDamagedFiles() throws IOException {
    assertDamaged("too short", bytes -> {}, 20);
    assertDamaged("CHIRONTK", bytes -> bytes.put(0, (byte) 'X'), -1);
    assertDamaged("header is damaged", bytes -> bytes.putLong(8, -1), -1);
    assertDamaged("length", bytes -> bytes.putLong(16, bytes.getLong(16) + 64), -1);
    assertDamaged("offsets", bytes -> bytes.putLong(bytes.capacity() - 16, 0), -1);
    assertDamaged("header is damaged", bytes -> {}, 100);
    assertDamaged("length", bytes -> {}, 2000);
  }

  private void assertDamaged(String problem, Consumer<ByteBuffer> damage, int cutTo)
      throws IOException {
    Path file = write(examples());
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    damage.accept(bytes);
    byte[] array = cutTo < 0 ? bytes.array() : java.util.Arrays.copyOf(bytes.array(), cutTo);
    Files.write(file, array);
    assertRefused(file, problem);
  }

  private static void assertRefused(Path file, String problem) {
    assertThatThrownBy(() -> TokenFile.open(file))
        .isInstanceOf(InputException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining(problem);
  }
}
