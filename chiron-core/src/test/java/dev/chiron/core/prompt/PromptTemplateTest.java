package dev.chiron.core.prompt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chiron.core.task.Demonstration;
import java.util.List;
import org.junit.jupiter.api.Test;

class PromptTemplateTest {
  private static final List<Demonstration> TWO =
      List.of(new Demonstration("cat", "cats", "add s"), Demonstration.of("ox", "oxen"));

  @Test
  void plainFormatIsTheOneThatModelsAreTrainedOn() {
    assertThat(PromptTemplate.PLAIN.render("Give the plural.", TWO, "dog"))
        .isEqualTo(
            Prompt.plain(
                "Give the plural.\n\nInput: cat\nOutput: cats\n\nInput: ox\nOutput: oxen\n\n"
                    + "Input: dog\nOutput:"));
  }

  @Test
  void anEmptyInstructionLeavesNoBlankLine() {
    assertThat(PromptTemplate.PLAIN.render("", List.of(), "dog"))
        .isEqualTo(Prompt.plain("Input: dog\nOutput:"));
  }

  @Test
  void explanationsAreShownOnlyWhereAskedForAndGiven() {
    Prompt prompt = PromptTemplate.PLAIN.withExplanations(true).render("", TWO, "dog");
    assertThat(prompt)
        .isEqualTo(
            Prompt.plain(
                "Input: cat\nOutput: cats\nExplanation: add s\n\nInput: ox\nOutput: oxen\n\n"
                    + "Input: dog\nOutput:"));
  }

  @Test
  void chatTurnsAlternateAfterTheInstructionAsSystemMessage() {
    assertThat(PromptTemplate.CHAT.render("Give the plural.", TWO, "dog").messages())
        .containsExactly(
            new Message(Role.SYSTEM, "Give the plural."),
            new Message(Role.USER, "cat"),
            new Message(Role.ASSISTANT, "cats"),
            new Message(Role.USER, "ox"),
            new Message(Role.ASSISTANT, "oxen"),
            new Message(Role.USER, "dog"));
  }

  @Test
  void inlineChatShowsDemonstrationsInTheUserMessage() {
    PromptTemplate template = new PromptTemplate(PromptTemplate.Format.CHAT_INLINE, false);
    assertThat(template.render("Give the plural.", TWO.subList(1, 2), "dog").messages())
        .containsExactly(
            new Message(Role.SYSTEM, "Give the plural."),
            new Message(Role.USER, "Input: ox\nOutput: oxen\n\nInput: dog\nOutput:"));
  }

  @Test
  void answerEndsAtTheStopAndIsStripped() {
    assertThat(PromptTemplate.PLAIN.answer(" dogs\n\nInput: cow")).isEqualTo("dogs");
    assertThat(PromptTemplate.PLAIN.withExplanations(true).answer(" dogs\nExplanation: add s"))
        .isEqualTo("dogs");
    assertThat(PromptTemplate.CHAT.answer("output: dogs\n\nas usual"))
        .isEqualTo("dogs\n\nas usual");
  }

  @Test
  void continuationOfADemonstrationsPrefixRebuildsTheDemonstration() {
    Prompt.Plain one = (Prompt.Plain) PromptTemplate.PLAIN.render("", List.of(), "ox");
    Prompt.Plain shown =
        (Prompt.Plain) PromptTemplate.PLAIN.render("", TWO.subList(1, 2), "anything");
    assertThat(shown.text())
        .startsWith(one.text() + PromptTemplate.PLAIN.continuation("oxen") + "\n\n");
  }
}
