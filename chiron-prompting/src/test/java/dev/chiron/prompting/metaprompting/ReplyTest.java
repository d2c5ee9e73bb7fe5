package dev.chiron.prompting.metaprompting;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReplyTest {
  private static final String Q = "\"\"\"";

  private static List<ExpertCall> calls(String text) {
    return Reply.read(text).calls();
  }

  private static Optional<String> answer(String text) {
    return Reply.read(text).answer();
  }

  private static ExpertCall call(String name, String instruction) {
    return new ExpertCall(name, instruction);
  }

  @Test
  void aCallIsAHeaderLineAndTheInstructionBelowItInQuotes() {
    assertThat(calls("I will ask.\n\nExpert Chemist:\n" + Q + "\nBalance\nthis.\n" + Q + "\n"))
        .containsExactly(call("Expert Chemist", "Balance\nthis."));
    assertThat(calls("Expert Chemist: " + Q + "same line" + Q)).isEmpty();
    assertThat(calls("Expert Chemist:\nfor you\n" + Q + "not below its header" + Q)).isEmpty();
    assertThat(calls("The Expert Chemist:\n" + Q + "not at the line's start" + Q)).isEmpty();
  }

  @Test
  void oneReplyCanCallSeveralExperts() {
    String text = "Expert A:\n" + Q + "\none\n" + Q + "\nand then\nExpert B:\n\n" + Q + "two" + Q;
    assertThat(calls(text)).containsExactly(call("Expert A", "one"), call("Expert B", "two"));
  }

  @Test
  void aNameHasOneToFiveWords() {
    assertThat(calls("Expert One:\n" + Q + "x" + Q)).hasSize(1);
    assertThat(calls("Expert In the field of law:\n" + Q + "x" + Q))
        .containsExactly(call("Expert In the field of law", "x"));
    assertThat(calls("Expert In the field of tax law:\n" + Q + "x" + Q)).isEmpty();
    assertThat(calls("Expert:\n" + Q + "x" + Q)).isEmpty();
  }

  @Test
  void aBlockThatIsNotClosedGoesToTheEnd() {
    assertThat(calls("Expert A:\n" + Q + "\nsolve it\nplease"))
        .containsExactly(call("Expert A", "solve it\nplease"));
    assertThat(answer("FINAL ANSWER:\n" + Q + "\n42\n")).contains("42");
  }

  @Test
  void quotesOfAFencedProgramBelongToTheProgram() {
    String program = "```python\ndef f():\n    " + Q + "says so" + Q + "\n```";
    String text = "Expert Python:\n" + Q + "\nRun this:\n" + program + "\nand print.\n" + Q;
    assertThat(calls(text))
        .containsExactly(call("Expert Python", "Run this:\n" + program + "\nand print."));
  }

  @Test
  void aFenceAroundAWholeCallOrAnUnclosedOneHidesNothing() {
    assertThat(calls("```\nExpert A:\n" + Q + "\nx\n" + Q + "\n```"))
        .containsExactly(call("Expert A", "x"));
    assertThat(calls("Expert A:\n" + Q + "\n```python\nx = 1\n" + Q + "\nthat is all"))
        .containsExactly(call("Expert A", "```python\nx = 1"));
  }

  @Test
  void theFinalAnswerIsWhatStandsBetweenTheMarkersQuotes() {
    assertThat(answer("All agree.\n\nFINAL ANSWER:\n" + Q + "\n8/(3-8/3)\n" + Q + "\nDone."))
        .contains("8/(3-8/3)");
    assertThat(answer("FINAL ANSWER: " + Q + "42" + Q)).contains("42");
    assertThat(answer("FINAL ANSWER: 42")).isEmpty();
    assertThat(answer("My FINAL ANSWER: " + Q + "42" + Q)).isEmpty();
    assertThat(answer("no marker " + Q + "42" + Q)).isEmpty();
  }

  @Test
  void aMarkerWithAnEmptyBodyIsNoAnswer() {
    assertThat(answer("FINAL ANSWER:\n" + Q + "\n\n" + Q)).isEmpty();
    assertThat(answer("FINAL ANSWER:")).isEmpty();
    assertThat(answer("FINAL ANSWER:\n" + Q + Q)).isEmpty();
  }

  @Test
  void blocksAfterTheFinalMarkerAreNoCalls() {
    String text = "FINAL ANSWER:\n" + Q + "\n42\n" + Q + "\n\nExpert A:\n" + Q + "check" + Q;
    assertThat(Reply.read(text)).isEqualTo(new Reply(List.of(), Optional.of("42")));
  }

  @Test
  void aMarkerInsideAnInstructionIsTheExpertsBusiness() {
    String text = "Expert A:\n" + Q + "\nSolve it. End with\nFINAL ANSWER:\nand the number\n" + Q;
    assertThat(Reply.read(text).answer()).isEmpty();
    assertThat(Reply.read(text).calls()).hasSize(1);
  }

  @Test
  void lineEndsOfOtherSystemsAreRead() {
    assertThat(calls("Expert A:\r\n" + Q + "\r\nsolve\r\nit\r\n" + Q))
        .containsExactly(call("Expert A", "solve\nit"));
    assertThat(answer("FINAL ANSWER:\r\n" + Q + "\r\n42\r\n" + Q)).contains("42");
  }
}
