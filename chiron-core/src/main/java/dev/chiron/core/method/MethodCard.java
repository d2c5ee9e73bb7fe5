package dev.chiron.core.method;

import java.util.List;

/**
 * What a method is, for people and for {@code chiron methods}.
 *
 * @param id the name used in commands, such as {@code pe2}
 * @param paper an arXiv number; empty for a method that is no paper's
 * @param title in words
 * @param module the module that it lives in, such as {@code chiron-prompting}
 * @param needs what it needs of the task and the model, such as {@code training examples}
 * @param gives what comes out, such as {@code predictor}
 * @param summary two or three sentences: what it does, when it pays, what needs a larger model
 */
public record MethodCard(
    String id,
    String paper,
    String title,
    String module,
    List<String> needs,
    List<String> gives,
    String summary) {
  public MethodCard {
    needs = List.copyOf(needs);
    gives = List.copyOf(gives);
  }
}
