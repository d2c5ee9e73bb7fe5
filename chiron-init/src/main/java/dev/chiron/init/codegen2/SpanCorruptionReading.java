package dev.chiron.init.codegen2;

import dev.chiron.init.codegen2.SpanSampler.Span;
import dev.chiron.init.corpus.Reading;
import dev.chiron.nn.training.TrainingExample;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * Span corruption of rows that hold several documents: each document is corrupted on its own, and
 * what comes of them follows each other again. All of it is learned, since the paper found that the
 * number of learned tokens matters; whether the released models learned the context too is not
 * known, so {@link Loss#TARGETS} leaves it out.
 *
 * @param format how gaps are written
 * @param sampler what is taken out
 * @param fileLevel whether documents are corrupted apart; otherwise a span may hide where one ends
 * @param unit what spans are made of
 * @param loss what is learned
 * @param endsLine whether a token ends a line; asked only for spans of lines
 */
public record SpanCorruptionReading(
    SpanFormat format,
    SpanSampler sampler,
    boolean fileLevel,
    Unit unit,
    Loss loss,
    IntPredicate endsLine)
    implements Reading {
  /** What spans are made of. */
  public enum Unit {
    TOKEN,
    LINE
  }

  /** Which tokens are learned. */
  public enum Loss {
    /** Context and fillings. */
    ALL,
    /** Fillings, with their masks and ends. */
    TARGETS
  }

  /** Shorter documents stay whole. */
  static final int SHORTEST = 8;

  @Override
  public TrainingExample example(int[] row, RandomGenerator random) {
    IntStream.Builder tokens = IntStream.builder();
    List<Boolean> learned = new ArrayList<>();
    int room = row.length;
    for (int[] document : documents(row)) {
      boolean ended =
          document.length > 0 && document[document.length - 1] == format.sentinels().endOfText();
      int[] text = ended ? Arrays.copyOf(document, document.length - 1) : document;
      int[] written = text.length < SHORTEST ? document : corrupted(text, room, random);
      if (written.length > room) {
        written = Arrays.copyOf(text, room);
      }
      boolean target = loss == Loss.ALL || text.length < SHORTEST;
      for (int token : written) {
        target |= token == format.sentinels().separator();
        tokens.add(token);
        learned.add(target);
      }
      room -= written.length;
      if (room == 0) {
        break;
      }
    }
    float[] weights = new float[learned.size()];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = learned.get(i) ? 1 : 0;
    }
    return TrainingExample.weighted(tokens.build().toArray(), weights);
  }

  /** The documents of a row, each with its end of text where it has one. */
  private List<int[]> documents(int[] row) {
    if (!fileLevel) {
      return List.of(row);
    }
    List<int[]> documents = new ArrayList<>();
    int from = 0;
    for (int i = 0; i < row.length; i++) {
      if (row[i] == format.sentinels().endOfText() || i == row.length - 1) {
        documents.add(Arrays.copyOfRange(row, from, i + 1));
        from = i + 1;
      }
    }
    return documents;
  }

  /**
   * A document with its gaps in some room: the source is cut before it is corrupted, so that no
   * filling is ever lost.
   */
  private int[] corrupted(int[] text, int room, RandomGenerator random) {
    int length = Math.min(text.length, room - format.overhead(1));
    while (length >= SHORTEST) {
      int[] source = Arrays.copyOf(text, length);
      List<Span> spans = spans(source, random);
      int[] written = spans.isEmpty() ? ended(source) : format.write(source, spans);
      if (written.length <= room) {
        return written;
      }
      length -= written.length - room;
    }
    return ended(text);
  }

  private int[] ended(int[] text) {
    int[] ended = Arrays.copyOf(text, text.length + 1);
    ended[text.length] = format.sentinels().endOfText();
    return ended;
  }

  private List<Span> spans(int[] source, RandomGenerator random) {
    int most = format.sentinels().masks().size();
    if (unit == Unit.TOKEN) {
      return sampler.sample(source.length, most, random);
    }
    List<Integer> starts = new ArrayList<>(List.of(0));
    for (int i = 0; i + 1 < source.length; i++) {
      if (endsLine.test(source[i])) {
        starts.add(i + 1);
      }
    }
    starts.add(source.length);
    return sampler.sample(starts.size() - 1, most, random).stream()
        .map(span -> new Span(starts.get(span.from()), starts.get(span.to())))
        .toList();
  }
}
