package dev.chiron.prompting.bayesian;

/** A hint to the writer of instructions, so that instructions differ in kind. */
enum Tip {
  NONE(""),
  INVENTIVE("Take a view of the task that nobody has thought of yet."),
  PLAIN("Keep it short: one or two simple sentences."),
  DETAILED("Describe every step and every case that the data shows."),
  STAKES("Put it into a situation in which a wrong answer would do real harm."),
  ROLE("Address the reader as the expert whose profession this task belongs to.");

  private final String text;

  Tip(String text) {
    this.text = text;
  }

  /** What the writer is told; empty for nothing. */
  String text() {
    return text;
  }
}
