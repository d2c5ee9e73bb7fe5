package dev.chiron.nn.training;

import dev.chiron.core.random.Seeds;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Rows of at most a fixed length that hold several whole examples each, so that hardly anything of
 * a batch is padding.
 *
 * <p>Best fit, longest first: each example goes to the row in which it leaves the least room. Which
 * of equally long examples meet is random by the seed. An example longer than a row is first cut
 * into pieces that fill one.
 *
 * <p>Whether the documents of a row see each other is the choice of {@link TokenObjective}.
 */
public final class PackedSet implements TrainingSet {
  /** More hardly fill rows better, and each costs time for every example. */
  private static final int OPEN_ROWS = 16;

  /** A part of one example. */
  private record Piece(int example, int from, int to) {
    int length() {
      return to - from;
    }
  }

  private final TrainingSet base;
  private final List<Piece[]> rows;

  private PackedSet(TrainingSet base, List<Piece[]> rows) {
    this.base = base;
    this.rows = rows;
  }

  /**
   * @param rowLength tokens of a row: one more than the model is to read at once, because the last
   *     token of a row is only predicted
   */
  public static PackedSet pack(TrainingSet base, int rowLength, Seeds seeds) {
    List<Piece> pieces = pieces(base, rowLength, new EpochOrder(base.size(), seeds, 0));
    // The sort is stable, so pieces of one length stay in random order.
    pieces.sort((a, b) -> b.length() - a.length());
    List<Deque<Piece>> rows = new ArrayList<>();
    NavigableMap<Integer, Deque<Deque<Piece>>> byRoom = new TreeMap<>();
    for (Piece piece : pieces) {
      Map.Entry<Integer, Deque<Deque<Piece>>> tightest = byRoom.ceilingEntry(piece.length());
      Deque<Piece> row = tightest == null ? new ArrayDeque<>() : tightest.getValue().remove();
      if (tightest == null) {
        rows.add(row);
      } else if (tightest.getValue().isEmpty()) {
        byRoom.remove(tightest.getKey());
      }
      row.add(piece);
      int left = (tightest == null ? rowLength : tightest.getKey()) - piece.length();
      if (left > 0) {
        byRoom.computeIfAbsent(left, k -> new ArrayDeque<>()).add(row);
      }
    }
    return new PackedSet(base, rows.stream().map(row -> row.toArray(Piece[]::new)).toList());
  }

  /**
   * Rows in the order of the examples, as a drawn mixture needs them: each example goes to the
   * first of the last {@value #OPEN_ROWS} begun rows that has room for it (greedy first fit, as in
   * OPT-IML, arXiv 2212.12017), else it begins one. Rows stand in the order in which they were
   * begun.
   *
   * @param rowLength as in {@link #pack}; no example may be longer
   */
  public static PackedSet inOrder(TrainingSet base, int rowLength) {
    List<List<Piece>> rows = new ArrayList<>();
    List<Integer> room = new ArrayList<>();
    for (int example = 0; example < base.size(); example++) {
      int length = base.length(example);
      if (length > rowLength) {
        throw new IllegalArgumentException(
            "example " + example + " has " + length + " tokens, a row " + rowLength);
      }
      int row = Math.max(0, rows.size() - OPEN_ROWS);
      while (row < rows.size() && room.get(row) < length) {
        row++;
      }
      if (row == rows.size()) {
        rows.add(new ArrayList<>());
        room.add(rowLength);
      }
      rows.get(row).add(new Piece(example, 0, length));
      room.set(row, room.get(row) - length);
    }
    return new PackedSet(base, rows.stream().map(row -> row.toArray(Piece[]::new)).toList());
  }

  private static List<Piece> pieces(TrainingSet base, int rowLength, EpochOrder order) {
    List<Piece> pieces = new ArrayList<>();
    for (int i = 0; i < base.size(); i++) {
      int example = order.at(i);
      int length = base.length(example);
      for (int from = 0; from < length; from += rowLength) {
        pieces.add(new Piece(example, from, Math.min(length, from + rowLength)));
      }
    }
    return pieces;
  }

  @Override
  public int size() {
    return rows.size();
  }

  @Override
  public TrainingExample get(int index) {
    return TrainingExample.joined(
        Arrays.stream(rows.get(index))
            .map(piece -> base.get(piece.example).slice(piece.from, piece.to))
            .toArray(TrainingExample[]::new));
  }

  @Override
  public int length(int index) {
    return Arrays.stream(rows.get(index)).mapToInt(Piece::length).sum();
  }

  /** The share of the rows that tokens fill, 0 to 1. */
  public double filled(int rowLength) {
    long tokens = IntStream.range(0, size()).mapToLong(this::length).sum();
    return (double) tokens / ((long) rowLength * size());
  }
}
