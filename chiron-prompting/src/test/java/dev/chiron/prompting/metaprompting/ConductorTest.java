package dev.chiron.prompting.metaprompting;

import static dev.chiron.prompting.metaprompting.Script.answer;
import static dev.chiron.prompting.metaprompting.Script.call;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chiron.core.model.Capability;
import dev.chiron.core.model.Completion;
import dev.chiron.core.model.Decoding;
import dev.chiron.core.model.LanguageModel;
import dev.chiron.core.model.ModelInfo;
import dev.chiron.core.model.Price;
import dev.chiron.core.model.Usage;
import dev.chiron.core.predictor.Prediction;
import dev.chiron.core.predictor.Transcript;
import dev.chiron.core.prompt.Message;
import dev.chiron.core.prompt.Prompt;
import dev.chiron.core.prompt.QueryTooLong;
import dev.chiron.core.prompt.Role;
import dev.chiron.testkit.ResponderModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ConductorTest {
  private static final Conducted PLAIN = Conducted.STANDARD.withInterpreter(false);

  @Test
  void withFreshEyesAnExpertSeesNothingButWhatIsWrittenToIt() {
    Script script =
        new Script(
            said -> "the result is seven",
            call("Expert Counter", "Count the dots."),
            call("Expert Checker", "Count the dots again."),
            answer("seven"));
    assertThat(script.predictor(PLAIN).predict("How many dots?").output()).isEqualTo("seven");
    assertThat(script.experts).hasSize(2);
    for (List<Message> seen : script.experts) {
      assertThat(seen).extracting(Message::role).containsExactly(Role.SYSTEM, Role.USER);
      String own = Script.text(seen);
      for (String instruction : List.of("Count the dots again.", "Count the dots.")) {
        own = own.replace(instruction, "");
      }
      for (List<Message> history : script.conductor) {
        for (String part : pieces(Script.text(history))) {
          assertThat(own).doesNotContain(part);
        }
      }
    }
  }

  /** Every piece of a text that is long enough to be no coincidence. */
  private static List<String> pieces(String text) {
    List<String> pieces = new ArrayList<>();
    for (int at = 0; at + 24 <= text.length(); at += 7) {
      pieces.add(text.substring(at, at + 24));
    }
    return pieces;
  }

  @Test
  void withoutFreshEyesAnExpertSeesTheWholeChat() {
    Script script =
        new Script(
            said -> "seven",
            call("Expert Counter", "Count."),
            call("Expert Checker", "Check."),
            answer("7"));
    script.predictor(PLAIN.withFreshEyes(false)).predict("How many dots?");
    List<Message> chat = script.conductor.getLast();
    assertThat(script.experts.getLast().subList(0, 5)).isEqualTo(chat.subList(0, 5));
    assertThat(script.experts.getLast()).hasSize(6);
  }

  @Test
  void aReplyWithACallAndAnAnswerCallsAndGoesOn() {
    Script script =
        new Script(
            said -> "no, four",
            call("Expert Checker", "Is it three?") + "\n\n" + answer("three"),
            answer("four"));
    Prediction prediction = script.predictor(PLAIN).predict("?");
    assertThat(script.experts).hasSize(1);
    assertThat(script.conductor).hasSize(2);
    assertThat(prediction.output()).isEqualTo("four");
    assertThat(prediction.usage().calls()).isEqualTo(3);
  }

  @Test
  void aConductorThatNeverEndsIsAskedFifteenTimesAndHasNoAnswer() {
    Script talker = new Script(said -> "hm", "Let me think about it.");
    Prediction nothing = talker.predictor(PLAIN).predict("?");
    assertThat(talker.conductor).hasSize(15);
    assertThat(nothing.output()).isEmpty();
    assertThat(new Transcript(nothing.turns()).failure()).contains("no answer after 15 rounds");
    Script asker = new Script(said -> "hm", call("Expert A", "again"));
    asker.predictor(PLAIN).predict("?");
    assertThat(asker.conductor).hasSize(15);
    // Nobody would hear an expert of the last round.
    assertThat(asker.experts).hasSize(14);
    assertThat(asker.predictor(PLAIN.withRounds(3)).predict("?").usage().calls()).isEqualTo(5);
  }

  @Test
  void roundsAreCountedToTheConductorAndTheLastIsSaidToBeTheLast() {
    Script script = new Script(said -> "hm", "I wonder.");
    script.predictor(PLAIN.withRounds(4)).predict("?");
    for (int round = 1; round <= 4; round++) {
      String said = script.conductor.get(round - 1).getLast().text();
      assertThat(said).startsWith("Round " + round + ":");
      assertThat(said.contains("This is the last round")).isEqualTo(round == 4);
    }
    assertThat(script.conductor).doesNotHaveDuplicates();
  }

  @Test
  void whatIsNeitherACallNorAnAnswerIsAnsweredByTheFormOfBoth() {
    Script script =
        new Script(said -> "hm", "Expert A: \"\"\"on the same line\"\"\"", answer("done"));
    assertThat(script.predictor(PLAIN).predict("?").output()).isEqualTo("done");
    assertThat(script.experts).isEmpty();
    assertThat(script.conductor.getLast().getLast().text())
        .contains("Expert NAME:", "FINAL ANSWER:");
  }

  @Test
  void anAnswerThatStoodBesideACallCountsIfNoOtherComes() {
    Script script =
        new Script(said -> "hm", call("Expert A", "sure?") + "\n" + answer("five"), "Well.");
    Prediction prediction = script.predictor(PLAIN.withRounds(3)).predict("?");
    assertThat(prediction.output()).isEqualTo("five");
    assertThat(new Transcript(prediction.turns()).failure()).isEmpty();
  }

  @Test
  void outputsOfSeveralExpertsAreToldApart() {
    Script script =
        new Script(
            said -> said.contains("Expert A") ? "one" : "two",
            call("Expert A", "x") + "\n" + call("Expert B", "y"),
            answer("done"));
    script.predictor(PLAIN).predict("?");
    assertThat(script.conductor.getLast().getLast().text())
        .contains(
            "Expert A's output:\n\n\"\"\"\none\n\"\"\"\n\nExpert B's output:\n\n\"\"\"\ntwo\n\"\"\"\n\n");
  }

  @Test
  void theFormInTheInstructionIsNotReadAsAnAnswer() {
    Script script = new Script(said -> answer("an expert's"), call("Expert A", "x"), answer("y"));
    Prediction prediction = script.predictor(PLAIN).predict(answer("a task's"));
    assertThat(prediction.output()).isEqualTo("y");
  }

  @Test
  void theConductorIsToldOfPythonAndOfChecksOnlyIfThereAreAny() {
    String all = ConductorText.opening(Conducted.STANDARD, Script.BRIEFING, "x");
    assertThat(all)
        .contains(
            "Expert Python", "verified by an expert", "at most 15 rounds", "remembers nothing")
        .contains("Solve the riddle of the zebra.\n\nx");
    assertThat(ConductorText.opening(PLAIN, Script.BRIEFING, "x")).doesNotContain("Python");
    Conducted bare = PLAIN.withVerification(false).withFreshEyes(false);
    assertThat(ConductorText.opening(bare, Script.BRIEFING, "x"))
        .doesNotContain("verified", "remembers nothing");
    assertThat(ConductorText.next(bare)).doesNotContain("verify");
  }

  @Test
  void otherModelsAndFunctionsAnswerForNames() {
    Script script =
        new Script(
            said -> "from the script",
            call("Expert Chemist", "acid?") + "\n" + call("Expert Clock", "time?"),
            answer("done"));
    List<String> asked = new ArrayList<>();
    LanguageModel chemist =
        new ResponderModel(
            "chemist",
            (prompt, decoding) -> {
              asked.add(prompt.messages().getLast().text());
              return "from the chemist";
            });
    Prediction prediction =
        script
            .predictor(PLAIN)
            .withExpert("Expert Chemist", new Expert.Model(chemist))
            .withExpert("Expert Clock", new Expert.Function(question -> question + " noon"))
            .predict("?");
    assertThat(asked).containsExactly("You are Expert Chemist.\n\nacid?");
    assertThat(script.experts).isEmpty();
    assertThat(script.conductor.getLast().getLast().text())
        .contains("from the chemist", "time? noon");
    assertThat(prediction.usage().calls()).isEqualTo(3);
    assertThat(new Transcript(prediction.turns()).consulted())
        .containsOnlyKeys("Expert Chemist", "Expert Clock");
  }

  @Test
  void severalSamplesOfAnExpertAreMergedByOneMoreCall() {
    List<Long> seeds = new ArrayList<>();
    Script script =
        new Script(
            said -> said.startsWith("Several answers") ? "merged" : "a sample",
            call("Expert A", "x"),
            answer("done"));
    LanguageModel inner = script.model();
    LanguageModel watched =
        new ResponderModel(
            "watched",
            (prompt, decoding) -> {
              seeds.add(decoding.seed());
              return inner.generate(prompt, decoding).text();
            });
    Conducted settings = PLAIN.withExperts(true, 3);
    Prediction prediction =
        new ScaffoldedPredictor(watched, Script.BRIEFING, settings).predict("?");
    assertThat(prediction.usage().calls()).isEqualTo(6);
    assertThat(seeds).containsExactly(0L, 0L, 1L, 2L, 0L, 0L);
    assertThat(script.conductor.getLast().getLast().text())
        .contains("merged")
        .doesNotContain("a sample");
    assertThat(script.experts.getFirst().getLast().text()).contains("Think step by step");
    assertThat(settings.callsPerInput()).isEqualTo(15 + 15 * 4);
  }

  @Test
  void callsAreMadeAsInThePaperAndNeverExceedWhatWasTold() {
    List<Decoding> decodings = new ArrayList<>();
    String five =
        String.join(
            "\n", List.of(call("Expert A", "1"), call("Expert B", "2"), call("Expert C", "3")));
    Script script = new Script(said -> "hm", five);
    LanguageModel inner = script.model();
    LanguageModel watched =
        new ResponderModel(
            "watched",
            (prompt, decoding) -> {
              decodings.add(decoding);
              return inner.generate(prompt, decoding).text();
            });
    Prediction prediction = new ScaffoldedPredictor(watched, Script.BRIEFING, PLAIN).predict("?");
    assertThat(decodings).containsOnly(new Decoding(1024, 0.1, 0, 0.95, List.of(), 0));
    assertThat(prediction.usage().calls()).isEqualTo(30).isEqualTo(PLAIN.callsPerInput());
    assertThat(script.conductor.getLast().getLast().text()).contains("No more experts");
  }

  @Test
  void questionsGoOnTogetherAndDoNotDisturbEachOther() {
    List<Integer> batches = new ArrayList<>();
    Script script = new Script(said -> said.replaceAll("(?s).*number (\\d+).*", "it is $1"));
    LanguageModel batching =
        new LanguageModel() {
          @Override
          public ModelInfo info() {
            return new ModelInfo("batching", 0, 1, Set.of(Capability.CHAT), Price.FREE);
          }

          @Override
          public List<Completion> generate(List<Prompt> prompts, Decoding decoding) {
            batches.add(prompts.size());
            return prompts.stream().map(prompt -> completion(conduct(prompt))).toList();
          }

          private String conduct(Prompt prompt) {
            String last = prompt.messages().getLast().text();
            if (last.startsWith("You are Expert ")) {
              return last.replaceAll("(?s).*number (\\d+).*", "it is $1");
            }
            String number = Script.text(prompt.messages()).replaceAll("(?s).*item (\\d+).*", "$1");
            return last.contains("it is " + number)
                ? answer(number)
                : call("Expert A", "number " + number);
          }

          private Completion completion(String text) {
            return new Completion(text, Completion.Finish.STOP, new Usage(1, 1, 1));
          }
        };
    List<Prediction> predictions =
        new ScaffoldedPredictor(batching, Script.BRIEFING, PLAIN)
            .predict(List.of("item 4", "item 7", "item 9"));
    assertThat(predictions).extracting(Prediction::output).containsExactly("4", "7", "9");
    assertThat(batches).containsExactly(3, 3, 3);
    assertThat(script.conductor).isEmpty();
  }

  @Test
  void whereTheContextIsShortOldOutputsAreCutDownAndTheTranscriptSaysSo() {
    String longOutput = "long output. ".repeat(36);
    Script script =
        new Script(
            said -> longOutput,
            call("Expert A", "1"),
            call("Expert B", "2"),
            call("Expert C", "3"),
            answer("done"));
    Prediction prediction =
        new ScaffoldedPredictor(shortContext(script, 1350), Script.BRIEFING, PLAIN).predict("?");
    assertThat(prediction.output()).isEqualTo("done");
    List<Message> last = script.conductor.getLast();
    assertThat(last.get(3).text()).contains("left out to make room").hasSizeLessThan(250);
    assertThat(last.getLast().text()).contains(longOutput.strip());
    assertThat(prediction.turns()).anyMatch(turn -> turn.text().contains("cut down"));
    assertThatThrownBy(
            () ->
                new ScaffoldedPredictor(shortContext(script, 500), Script.BRIEFING, PLAIN)
                    .predict("?"))
        .isInstanceOf(QueryTooLong.class);
  }

  private static LanguageModel shortContext(Script script, int context) {
    LanguageModel inner = script.model();
    return new LanguageModel() {
      @Override
      public ModelInfo info() {
        return new ModelInfo("short", context, 1, Set.of(Capability.CHAT), Price.FREE);
      }

      @Override
      public List<Completion> generate(List<Prompt> prompts, Decoding decoding) {
        return inner.generate(prompts, decoding);
      }
    };
  }

  @Test
  void anAnswerIsTakenForTheLabelThatItNames() {
    Script script = new Script(said -> "hm", answer("Billing."));
    Briefing briefing = new Briefing("Route it.", List.of("billing", "shipping"));
    Prediction prediction =
        new ScaffoldedPredictor(script.model(), briefing, PLAIN).predict("charged twice");
    assertThat(prediction.output()).isEqualTo("billing");
    assertThat(script.conductor.getFirst().getLast().text())
        .contains("The answer is one of: billing, shipping.");
  }

  /** The stored replies, said again, lead to the same answers. */
  @Test
  void aStoredTranscriptPlayedAgainGivesTheSameAnswer() {
    Script script =
        new Script(
            said -> said.contains("Expert A") ? "it is seven" : "I agree",
            call("Expert A", "count"),
            "nothing of use",
            call("Expert B", "check") + "\n" + answer("six"),
            answer("seven"));
    Prediction first = script.predictor(PLAIN).predict("?");
    Transcript stored = new Transcript(first.turns());
    List<String> lines =
        stored.messages().stream()
            .filter(message -> message.role() == Role.ASSISTANT)
            .map(Message::text)
            .toList();
    List<String> experts =
        new ArrayList<>(
            first.turns().stream()
                .filter(turn -> turn.speaker().startsWith("Expert"))
                .map(turn -> turn.text())
                .toList());
    Script canned = new Script(said -> experts.removeFirst(), lines.toArray(String[]::new));
    assertThat(canned.predictor(PLAIN).predict("?")).isEqualTo(first);
    assertThat(stored.rounds()).isEqualTo(4);
    assertThat(stored.consultations()).isEqualTo(2);
    assertThat(stored.messages()).startsWith(script.conductor.getLast().toArray(Message[]::new));
  }
}
