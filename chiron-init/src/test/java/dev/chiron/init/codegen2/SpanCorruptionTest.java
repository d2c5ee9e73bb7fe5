package dev.chiron.init.codegen2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.chiron.core.random.Seeds;
import dev.chiron.init.codegen2.SpanCorruptionReading.Loss;
import dev.chiron.init.codegen2.SpanCorruptionReading.Unit;
import dev.chiron.init.codegen2.SpanSampler.Span;
import dev.chiron.init.corpus.Reading;
import dev.chiron.nn.training.TrainingExample;
import dev.chiron.nn.training.TrainingSet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SpanCorruptionTest {
  private static final int END = 0;
  private static final int FIRST_MASK = 200;
  private static final Sentinels SENTINELS =
      new Sentinels(IntStream.range(FIRST_MASK, 300).boxed().toList(), 300, 301, END);
  private static final SpanFormat FORMAT = new SpanFormat(SENTINELS);
  private static final Seeds SEEDS = new Seeds(11);

  private static SpanCorruptionReading reading(boolean fileLevel, Unit unit, Loss loss) {
    return new SpanCorruptionReading(
        FORMAT, SpanSampler.STANDARD, fileLevel, unit, loss, token -> token == 10);
  }

  private static int[] document(int length, RandomGenerator random) {
    return IntStream.range(0, length).map(_ -> 1 + random.nextInt(150)).toArray();
  }

  @Test
  void fillingsPutBackGiveTheDocument() {
    RandomGenerator random = SEEDS.generator("lossless");
    for (int draw = 0; draw < 10_000; draw++) {
      int[] document = document(8 + random.nextInt(120), random);
      List<Span> spans = SpanSampler.STANDARD.sample(document.length, 100, random);
      assertThat(FORMAT.restore(FORMAT.write(document, spans))).isEqualTo(document);
      for (int i = 1; i < spans.size(); i++) {
        assertThat(spans.get(i).from()).isGreaterThan(spans.get(i - 1).to());
      }
    }
  }

  @Test
  void sharesAreUniformAndKeptExactly() {
    int draws = 5000;
    double[] shares = new double[draws];
    int units = 1000;
    for (int i = 0; i < draws; i++) {
      Seeds own = SEEDS.child("draw " + i);
      List<Span> spans = SpanSampler.STANDARD.sample(units, 1000, own.generator("spans"));
      int masked = spans.stream().mapToInt(Span::length).sum();
      double drawn = 0.05 + own.generator("spans").nextDouble() * 0.45;
      assertThat(masked).isEqualTo((int) Math.round(drawn * units));
      shares[i] = (double) masked / units;
    }
    Arrays.sort(shares);
    double distance = 0;
    for (int i = 0; i < draws; i++) {
      distance = Math.max(distance, Math.abs((shares[i] - 0.05) / 0.45 - (i + 0.5) / draws));
    }
    // Kolmogorov and Smirnov: 1.63 / √n at the level of 1 %.
    assertThat(distance).isLessThan(1.63 / Math.sqrt(draws));
  }

  @Test
  void lengthsAreUniformBeforeTheLastClip() {
    SpanSampler sampler = new SpanSampler(0.5, 0.5, 1, 8);
    long[] counts = new long[9];
    RandomGenerator random = SEEDS.generator("lengths");
    for (int draw = 0; draw < 400; draw++) {
      List<Span> spans = sampler.sample(1000, 1000, random);
      // The clipped one stands anywhere: it is one of more than a hundred.
      spans.forEach(span -> counts[span.length()]++);
    }
    double all = Arrays.stream(counts).sum();
    for (int length = 1; length <= 8; length++) {
      assertThat(counts[length] / all).as("length " + length).isCloseTo(0.125, within(0.01));
    }
  }

  @Test
  void moreSpansThanMasksAreJoined() {
    RandomGenerator random = SEEDS.generator("few");
    SpanSampler sampler = new SpanSampler(0.5, 0.5, 1, 1);
    List<Span> spans = sampler.sample(100, 5, random);
    assertThat(spans).hasSize(5);
    assertThat(spans.stream().mapToInt(Span::length).sum()).isEqualTo(50);
  }

  @Test
  void endsOfDocumentsAreHiddenOnlyOnTheLevelOfSequences() {
    RandomGenerator random = SEEDS.generator("rows");
    boolean hidden = false;
    for (int draw = 0; draw < 200; draw++) {
      int[] row = new int[120];
      for (int i = 0; i < row.length; i++) {
        row[i] = i % 24 == 23 ? END : 1 + random.nextInt(150);
      }
      int[] files = reading(true, Unit.TOKEN, Loss.ALL).example(row, random).tokens();
      assertThat(fillings(files)).noneMatch(filling -> contains(filling, END));
      assertThat(files.length).isLessThanOrEqualTo(row.length);
      int[] sequence = reading(false, Unit.TOKEN, Loss.ALL).example(row, random).tokens();
      hidden |= fillings(sequence).stream().anyMatch(filling -> contains(filling, END));
    }
    assertThat(hidden).isTrue();
  }

  private static List<int[]> fillings(int[] tokens) {
    List<int[]> found = new ArrayList<>();
    int mask = -1;
    boolean behind = false;
    for (int i = 0; i < tokens.length; i++) {
      behind |= tokens[i] == SENTINELS.separator();
      if (behind && SENTINELS.masks().contains(tokens[i])) {
        mask = i;
      }
      if (tokens[i] == SENTINELS.endOfMask()) {
        found.add(Arrays.copyOfRange(tokens, mask + 1, i));
        behind = i + 1 < tokens.length && SENTINELS.masks().contains(tokens[i + 1]);
      }
    }
    return found;
  }

  private static boolean contains(int[] tokens, int token) {
    return Arrays.stream(tokens).anyMatch(each -> each == token);
  }

  @Test
  void noFillingIsEverCutAndShortDocumentsStayWhole() {
    RandomGenerator random = SEEDS.generator("room");
    for (int draw = 0; draw < 500; draw++) {
      int[] row = document(60, random);
      int[] tokens = reading(true, Unit.TOKEN, Loss.ALL).example(row, random).tokens();
      assertThat(tokens.length).isLessThanOrEqualTo(60);
      int masks = (int) Arrays.stream(tokens).filter(SENTINELS.masks()::contains).count();
      int ends = (int) Arrays.stream(tokens).filter(t -> t == SENTINELS.endOfMask()).count();
      assertThat(masks).isEqualTo(2 * ends);
    }
    int[] brief = {1, 2, 3, 4, 5, 6, 7, END, 9, 8, 7, END};
    assertThat(reading(true, Unit.TOKEN, Loss.ALL).example(brief, random).tokens())
        .isEqualTo(brief);
  }

  @Test
  void spansOfLinesTakeWholeLines() {
    RandomGenerator random = SEEDS.generator("lines");
    int[] row = new int[100];
    for (int i = 0; i < row.length; i++) {
      row[i] = i % 5 == 4 ? 10 : 20 + i;
    }
    for (int draw = 0; draw < 100; draw++) {
      int[] tokens = reading(true, Unit.LINE, Loss.ALL).example(row, random).tokens();
      List<int[]> fillings = fillings(tokens);
      assertThat(fillings).allMatch(filling -> (filling[0] - 20) % 5 == 0);
      // The source may have been cut in its last line, to make room.
      assertThat(fillings.subList(0, fillings.size() - 1))
          .allMatch(filling -> filling[filling.length - 1] == 10);
    }
  }

  @Test
  void learnedTokensAreCountedByHand() {
    int[] document = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12};
    int[] written = FORMAT.write(document, List.of(new Span(2, 4), new Span(8, 9)));
    assertThat(written)
        .containsExactly(
            1, 2, 200, 5, 6, 7, 8, 201, 10, 11, 12, END, 300, 200, 3, 4, 301, 201, 9, 301);
    int[] row = Arrays.copyOf(document, 40);
    Arrays.fill(row, 12, 40, 1);
    TrainingExample all = reading(true, Unit.TOKEN, Loss.ALL).example(row, SEEDS.generator("loss"));
    TrainingExample targets =
        reading(true, Unit.TOKEN, Loss.TARGETS).example(row, SEEDS.generator("loss"));
    assertThat(targets.tokens()).isEqualTo(all.tokens());
    int separator = 0;
    while (all.token(separator) != SENTINELS.separator()) {
      separator++;
    }
    assertThat(all.weight()).isEqualTo(all.length() - 1);
    assertThat(targets.weight()).isEqualTo(all.length() - separator);
  }

  @Test
  void theCoinIsFairAndDrawnAnewInEveryPass() {
    RandomGenerator random = SEEDS.generator("coin rows");
    List<int[]> rows = IntStream.range(0, 1000).mapToObj(_ -> document(30, random)).toList();
    Mixture mixture = Mixture.half(reading(true, Unit.TOKEN, Loss.ALL));
    TrainingSet twice = mixture.examples(rows, 2, SEEDS);
    TrainingSet again = mixture.examples(rows, 2, SEEDS);
    int corrupted = 0;
    int differ = 0;
    for (int i = 0; i < 1000; i++) {
      corrupted += contains(twice.get(i).tokens(), SENTINELS.separator()) ? 1 : 0;
      differ += Arrays.equals(twice.get(i).tokens(), twice.get(1000 + i).tokens()) ? 0 : 1;
      assertThat(again.get(i).tokens()).isEqualTo(twice.get(i).tokens());
    }
    assertThat(corrupted).isBetween(500 - 48, 500 + 48); // three deviations
    assertThat(differ).isGreaterThan(600);
    assertThat(Reading.CAUSAL.examples(rows, 1, SEEDS).get(3).tokens()).isEqualTo(rows.get(3));
  }

  @Test
  void thePromptOfAGapIsWhatTrainingShowed() {
    int[] document = {1, 2, 3, 4, 5, 6};
    int[] written = FORMAT.write(document, List.of(new Span(1, 2), new Span(4, 5)));
    List<int[]> parts = List.of(new int[] {1}, new int[] {3, 4}, new int[] {6});
    int[] first = FORMAT.prompt(parts, List.of());
    int[] second = FORMAT.prompt(parts, List.of(new int[] {2}));
    assertThat(Arrays.copyOf(written, first.length)).isEqualTo(first);
    assertThat(Arrays.copyOf(written, second.length)).isEqualTo(second);
    assertThat(written[second.length]).isEqualTo(5);
  }
}
