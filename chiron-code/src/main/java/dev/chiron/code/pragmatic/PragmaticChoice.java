package dev.chiron.code.pragmatic;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.NavigableSet;

/**
 * The most telling example of a program among some, against what a listener might think instead:
 * {@code argmax_u P_S1(u | program)} over the hypotheses and the program itself.
 */
public final class PragmaticChoice {
  private PragmaticChoice() {}

  /**
   * @param hypotheses what the examples so far leave open; a set of programs as they are written
   * @param utterances true of the program, at least one; among equally telling ones the first wins
   */
  public static <P> LabelledText mostTelling(
      ProgramDomain<P> domain,
      P program,
      Collection<P> hypotheses,
      NavigableSet<LabelledText> utterances) {
    List<LabelledText> columns = List.copyOf(utterances);
    LinkedHashSet<P> programs = new LinkedHashSet<>(hypotheses);
    // The target has a row of all ones: what no other hypothesis agrees with is the best to say.
    programs.remove(program);
    programs.add(program);
    List<BitSet> rows = new ArrayList<>();
    for (P each : programs) {
      rows.add(agreeing(domain, each, columns));
    }
    int choice = new RationalSpeechActs(rows, columns.size()).mostTelling(rows.size() - 1);
    return columns.get(choice);
  }

  /** The numbers of the examples that a program agrees with. */
  static <P> BitSet agreeing(ProgramDomain<P> domain, P program, List<LabelledText> examples) {
    BitSet row = new BitSet();
    for (int u = 0; u < examples.size(); u++) {
      row.set(u, domain.accepts(program, examples.get(u).text()) == examples.get(u).positive());
    }
    return row;
  }
}
