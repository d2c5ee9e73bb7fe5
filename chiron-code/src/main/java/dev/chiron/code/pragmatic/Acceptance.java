package dev.chiron.code.pragmatic;

import java.util.List;

/** What programs mean: which texts they accept. */
@FunctionalInterface
public interface Acceptance<P> {
  boolean accepts(P program, String text);

  /** Whether a program accepts and refuses what these examples say. */
  default boolean consistent(P program, List<LabelledText> examples) {
    return examples.stream().allMatch(each -> accepts(program, each.text()) == each.positive());
  }
}
