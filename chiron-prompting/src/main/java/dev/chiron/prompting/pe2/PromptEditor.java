package dev.chiron.prompting.pe2;

import dev.chiron.prompting.search.Workbench;

/** Makes a new prompt from an old one: what PE2 and what it is compared with differ in. */
@FunctionalInterface
public interface PromptEditor {
  /**
   * A revision.
   *
   * @param text the new prompt as the model wrote it
   * @param reasoning what the model said about the old one; empty if it was not asked
   */
  record Revision(String text, String reasoning) {}

  /**
   * Revises.
   *
   * @param complaint what was wrong with the first try; empty at the first
   */
  Revision revise(EditMaterial material, Workbench bench, String complaint);
}
