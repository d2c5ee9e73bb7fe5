package dev.chiron.app.console;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/** Columns of text, each as wide as its widest cell; columns of numbers are flush right. */
public final class TextTable {
  private final List<String> heading;
  private final List<List<String>> rows = new ArrayList<>();

  public TextTable(String... heading) {
    this.heading = List.of(heading);
  }

  /** Adds a row with as many cells as the heading has. */
  public void row(Object... cells) {
    if (cells.length != heading.size()) {
      throw new IllegalArgumentException(heading.size() + " cells are needed");
    }
    List<String> row = new ArrayList<>();
    for (Object cell : cells) {
      row.add(printable(cell.toString()));
    }
    rows.add(row);
  }

  public void print(PrintStream out) {
    List<Integer> widths = new ArrayList<>();
    List<Boolean> numeric = new ArrayList<>();
    for (int column = 0; column < heading.size(); column++) {
      int c = column;
      widths.add(
          Math.max(
              heading.get(c).length(),
              rows.stream().mapToInt(row -> row.get(c).length()).max().orElse(0)));
      numeric.add(!rows.isEmpty() && rows.stream().allMatch(row -> isNumber(row.get(c))));
    }
    print(out, heading, widths, numeric);
    rows.forEach(row -> print(out, row, widths, numeric));
  }

  private static void print(
      PrintStream out, List<String> cells, List<Integer> widths, List<Boolean> numeric) {
    StringBuilder line = new StringBuilder();
    for (int column = 0; column < cells.size(); column++) {
      String cell = cells.get(column);
      int space = widths.get(column) - cell.length();
      if (numeric.get(column)) {
        line.repeat(' ', space).append(cell);
      } else {
        line.append(cell).repeat(' ', space);
      }
      line.append("  ");
    }
    out.println(line.toString().stripTrailing());
  }

  private static boolean isNumber(String cell) {
    return cell.isEmpty() || cell.equals("-") || cell.matches("-?[0-9][0-9.,]*[%ks]?");
  }

  /** One line without control characters: cells may hold text that a model made. */
  private static String printable(String text) {
    return text.replaceAll("\\p{Cntrl}+", " ");
  }
}
