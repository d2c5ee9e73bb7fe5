package dev.chiron.prompting.pe2;

import dev.chiron.core.evaluation.Evaluated;
import dev.chiron.core.model.Decoding;
import dev.chiron.core.prompt.Message;
import dev.chiron.core.prompt.Role;
import dev.chiron.prompting.search.MetaPrompt;
import dev.chiron.prompting.search.PromptEdit;
import dev.chiron.prompting.search.SearchHistory;
import dev.chiron.prompting.search.Workbench;
import java.util.ArrayList;
import java.util.List;

/**
 * The proposal of PE2 (section 3 of the paper): a conversation in which the model first inspects
 * examples, at temperature 0, and then revises the prompt, at temperature 0.7 with at most 300
 * tokens. Every part is a headed section.
 *
 * @param settings which parts are in, and the limits on a revision
 */
record Conversation(Pe2Settings settings) implements PromptEditor {
  private static final int INSPECTION_TOKENS = 1000;
  private static final int REVISION_TOKENS = 300;
  private static final int SUMMARY_TOKENS = 200;
  private static final double REVISION_TEMPERATURE = 0.7;

  /** Earlier prompts that momentum shows. */
  private static final int REMEMBERED = 4;

  @Override
  public Revision revise(EditMaterial material, Workbench bench, String complaint) {
    List<Message> messages = new ArrayList<>();
    if (settings.components().contains(Component.TWO_STEP)) {
      messages.add(new Message(Role.USER, briefing()));
      messages.add(new Message(Role.ASSISTANT, "I am ready for the material of step 1."));
    }
    messages.add(new Message(Role.USER, inspection(material)));
    long seed = bench.seeds().derive("revision " + material.draw() + complaint);
    String reasoning = bench.proposals().ask(messages, Decoding.greedy(INSPECTION_TOKENS));
    messages.add(new Message(Role.ASSISTANT, reasoning));
    messages.add(new Message(Role.USER, revision(material, bench, complaint)));
    String text =
        bench
            .proposals()
            .ask(messages, Decoding.sampled(REVISION_TOKENS, REVISION_TEMPERATURE, seed));
    return new Revision(text, reasoning);
  }

  private String briefing() {
    MetaPrompt text =
        new MetaPrompt()
            .section(
                "Two steps",
                """
                A prompt is a text that is joined with an input and given to a language model, so \
                that the model does a task on the input. A prompt of mine is to be improved, in \
                two steps.

                Step 1: I send the current prompt, the template that joins it with an input, and \
                some examples, each with its input, the output that the model gave and the label \
                that would have been right. Find out for each whether the prompt describes the \
                task that the pair of input and label shows, and what should be changed.

                Step 2: I ask for a new prompt. Write it from what you found in step 1, within the \
                limits that I give then.""");
    if (settings.components().contains(Component.TUTORIAL)) {
      text.section(
          "Background",
          """
          Good prompts say what the task is, what the answer looks like and how the cases differ. \
          They are exact where models guess wrong, and short elsewhere. A prompt that names only \
          the shown examples does not help with others.""");
    }
    return text.text();
  }

  private String inspection(EditMaterial material) {
    MetaPrompt text = new MetaPrompt().section("Step 1", "Inspect the current prompt.");
    text.section(MetaPrompt.CURRENT, material.prompt());
    if (settings.components().contains(Component.CONTEXT)) {
      text.section(
          "Full template",
          "```\n"
              + material.layout()
              + "\n```\nThe prompt stands where <PROMPT> is, before or after the input at <INPUT>.");
    }
    List<String> blocks = new ArrayList<>();
    for (Evaluated example : material.batch()) {
      blocks.add(
          "Example %d\nInput: %s\nOutput: %s\nLabel: %s"
              .formatted(
                  blocks.size() + 1,
                  example.input(),
                  example.output(),
                  example.references().getFirst()));
    }
    text.section("Examples", String.join("\n\n", blocks));
    text.section("Labels", "The labels are right without exception. The prompt may be wrong.");
    if (settings.components().contains(Component.REASONING)) {
      text.section("Reasoning template", reasoningTemplate(blocks.size()));
    }
    return text.text();
  }

  private static String reasoningTemplate(int examples) {
    StringBuilder text = new StringBuilder("Fill this in for each example:\n");
    for (int i = 1; i <= examples; i++) {
      text.append(
          """

          Example %d
          - Is the output equal to the label?
          - Does the output do what the prompt says?
          - Does the prompt describe the task that input and label show?
          - Must the prompt be changed for the model to give the label?
          - If so, exactly what should be changed?
          """
              .formatted(i));
    }
    return text.toString();
  }

  private String revision(EditMaterial material, Workbench bench, String complaint) {
    MetaPrompt text =
        new MetaPrompt().section("Step 2", "Write a new prompt from what you found in step 1.");
    if (settings.momentum()) {
      text.section("Earlier prompts", earlier(material, bench));
    }
    text.section(MetaPrompt.CURRENT, material.prompt());
    StringBuilder limits = new StringBuilder();
    settings.stepSize().ifPresent(s -> limits.append("- Change at most " + s + " words.\n"));
    limits.append("- Use at most " + settings.maxWords() + " words in all.\n");
    limits.append("- The examples of step 1 must come out right.\n");
    limits.append("- Answer with the new prompt and nothing else.\n");
    if (!complaint.isEmpty()) {
      limits.append("- Your last try was refused: ").append(complaint).append('\n');
    }
    return text.section("Limits", limits.toString()).text();
  }

  /** The line of ancestors with their scores and what each change was for. */
  private static String earlier(EditMaterial material, Workbench bench) {
    List<String> blocks = new ArrayList<>();
    SearchHistory.Entry entry = material.parent();
    while (blocks.size() < REMEMBERED) {
      String block =
          "Prompt: %s\nScore: %s"
              .formatted(entry.candidate().instruction(), MetaPrompt.points(entry.score()));
      int parent = entry.proposal().parent();
      if (parent < 0) {
        blocks.addFirst(block);
        break;
      }
      SearchHistory.Entry before = material.history().entry(parent);
      blocks.addFirst(block + "\nChange: " + summary(before, entry, bench));
      entry = before;
    }
    return String.join("\n\n", blocks);
  }

  private static String summary(
      SearchHistory.Entry before, SearchHistory.Entry after, Workbench bench) {
    PromptEdit edit =
        PromptEdit.between(before.candidate().instruction(), after.candidate().instruction());
    String question =
        new MetaPrompt()
            .section("Before", before.candidate().instruction())
            .section("After", after.candidate().instruction())
            .section("Reasoning", after.proposal().note())
            .section(
                MetaPrompt.REQUEST,
                "Sum up, in at most 200 words, what was wrong with the text before and how the "
                    + edit.changed()
                    + " changed words mend it.")
            .text();
    long seed = bench.seeds().derive("summary of " + after.id());
    return bench
        .proposals()
        .ask(question, Decoding.sampled(SUMMARY_TOKENS, REVISION_TEMPERATURE, seed))
        .strip();
  }
}
