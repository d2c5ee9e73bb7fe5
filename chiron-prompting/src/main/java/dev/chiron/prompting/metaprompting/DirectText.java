package dev.chiron.prompting.metaprompting;

/** What a model is told that is asked directly. */
final class DirectText {
  static final String SYSTEM = "You answer questions.";

  private DirectText() {}

  /** The one question, or the second one to an expert that was made up for it. */
  static String question(Direct.Style style, String identity, String question) {
    String form = "\n\nGive your answer in this form:\n\n" + ConductorText.FINAL_FORM.strip();
    return switch (style) {
      case STANDARD -> question + form;
      case CHAIN_OF_THOUGHT -> question + "\n\nThink step by step before you answer." + form;
      case STATIC_EXPERT ->
          "You are an expert with long practice in just this kind of question.\n\n"
              + question
              + form;
      case DYNAMIC_EXPERT -> identity.strip() + "\n\nAs this expert, answer:\n\n" + question + form;
      case MULTI_PERSONA -> personas() + question + form;
    };
  }

  private static String personas() {
    return """
        Several participants work on the task below, and you write all of their parts in one \
        reply. First name two to four participants who suit the task, one of them a layman who \
        asks when something is unclear. Then let them talk: each says what it knows, one proposes \
        a solution, the others criticise it, and it is mended until all agree. Then answer.

        The task:

        """;
  }

  /** The question that has the expert described, with three demonstrations. */
  static String identity(String question) {
    return """
        Describe the expert who would answer a question best, in the second person, in two or \
        three sentences. Do not answer the question.

        Question: How long does a fall from ten metres take?
        Description: You are a physicist who teaches mechanics. You name the law that applies, \
        keep units in every step and check the size of the result.

        Question: Is "it's" right in "the cat licked it's paw"?
        Description: You are an editor who has corrected English texts for twenty years. You know \
        the rule behind each correction and say it in a sentence.

        Question: Which of these soils suits blueberries?
        Description: You are a gardener and soil scientist. You know what acidity and drainage \
        plants need, and compare the choices one by one.

        Question: %s
        Description:"""
        .formatted(question);
  }
}
