package dev.chiron.prompting.metaprompting;

import java.util.List;

/** What a conductor and its experts are told. */
final class ConductorText {
  /** The expert whose programs are run. */
  static final String PYTHON = "Expert Python";

  /** By this a reply asks for its last program to be run. */
  static final String RUN = "RUN THIS PROGRAM";

  /** What every expert is told first. */
  static final String EXPERT_SYSTEM = "Do exactly what you are asked, and say what you found.";

  /** The form of every final answer. */
  static final String FINAL_FORM =
      """
      FINAL ANSWER:
      \"""
      (the answer and nothing else)
      \"""
      """;

  private ConductorText() {}

  static String system() {
    return "You coordinate experts until a task is solved. Give its answer in this form:\n\n"
        + FINAL_FORM.strip();
  }

  static String opening(Conducted settings, Briefing briefing, String input) {
    return instruction(settings)
        + "\n\nThe task:\n\n"
        + briefing.question(input)
        + "\n\nSay in a few words which experts would be of use here, then begin at once with the"
        + " first of them.";
  }

  private static String instruction(Conducted settings) {
    StringBuilder text = new StringBuilder();
    text.append(
        """
        You are a conductor of experts. You can consult any expert that you care to name: some \
        to work out a part of the task, others to look over what came of it. Your own part is to \
        plan, to judge what they say with a critical eye, to put it together and to answer.

        To consult an expert, write its name on a line of its own with a colon, and below it, \
        between triple quotes, what it is to do. For example:

        Expert Chemist:
        \"""
        You know reactions of acids well. Balance this equation and list each step: \
        HCl + CaCO3 -> CaCl2 + H2O + CO2
        \"""

        """);
    text.append(
        settings.freshEyes()
            ? "- An expert remembers nothing and sees nothing but the text between the quotes: put"
                + " all that it needs there. You may say who it is to be.\n"
            : "- An expert can read all that was said here. You may say who it is to be.\n");
    if (settings.interpreter()) {
      text.append("- One expert is special: ").append(PYTHON);
      text.append(" writes a Python program from what you tell it in words, and has it run. Use");
      text.append(" it for anything that is better computed, counted or searched.\n");
    }
    text.append(
        """
        - Consult one expert at a time, and take a hard task apart into small ones.
        - Where a result looks wrong, ask a new expert, not the same one, and compare.
        - Never ask the same thing in the same words twice.
        """);
    text.append(
        settings.verify()
            ? "- Before you answer, have the result verified by an expert who has not seen it; two"
                + " who agree are better.\n"
            : "- Answer as soon as you have a result. Do not spend a question on checking it.\n");
    text.append("- You have at most ").append(settings.rounds()).append(" rounds.\n");
    text.append("- Where a task offers answers to choose from, give one of them only.\n\n");
    text.append("When you are sure, end with this, and only then:\n\n").append(FINAL_FORM);
    return text.toString().strip();
  }

  /** The round's number before what the conductor is told in it. */
  static String round(int round, Conducted settings, String text) {
    String last =
        round == settings.rounds()
            ? "\n\nThis is the last round. Give your final answer now, in the form that was asked"
                + " for."
            : "";
    return "Round " + round + ":\n\n" + text + last;
  }

  /** What an expert said, for the conductor. */
  static String output(String name, String output) {
    return name + "'s output:\n\n" + Reply.QUOTES + "\n" + output.strip() + "\n" + Reply.QUOTES;
  }

  /** What follows on experts' outputs, whatever the task is. */
  static String next(Conducted settings) {
    return settings.verify()
        ? "What is the next step? Look at whether this is right and keeps every condition of the"
            + " task; if it is not yet confirmed, let another expert verify it. If all is done,"
            + " give the final answer."
        : "What is the next step? If all is done, give the final answer.";
  }

  /** What answers a reply that has neither a call nor a final answer. */
  static String reminder() {
    return """
        This was neither a question to an expert nor a final answer. To consult an expert, write

        Expert NAME:
        \"""
        (what it is to do)
        \"""

        with a name of one to five words. To answer, write

        """
        + FINAL_FORM.strip();
  }

  /** What stands for an expert's output when no more questions are allowed. */
  static String noMoreQuestions() {
    return "No more experts can be consulted. Give the final answer from what you have.";
  }

  /** What an expert is told. */
  static String toExpert(ExpertCall call, Conducted settings, boolean runsPrograms) {
    String text = "You are " + call.name() + ".\n\n";
    if (runsPrograms) {
      text +=
          "You write Python programs, and they are run for you. Write one whole program in a code"
              + " fence that prints its result, since only what it prints is seen. It can use the"
              + " standard library, but no files and no network, and has a few seconds. After the"
              + " closing fence write this line:\n"
              + RUN
              + "\n\n";
    }
    return text
        + call.instruction()
        + (settings.stepByStep() ? "\n\nThink step by step before you answer." : "");
  }

  /** How several replies of one expert become one. */
  static String merge(String instruction, List<String> replies) {
    StringBuilder text = new StringBuilder("Several answers were given to the same request.\n\n");
    text.append("Request:\n").append(instruction).append("\n\n");
    for (int i = 0; i < replies.size(); i++) {
      text.append("Answer ").append(i + 1).append(":\n").append(replies.get(i).strip());
      text.append("\n\n");
    }
    return text.append("Sum them up in one answer, and follow the best of them where they differ.")
        .toString();
  }
}
