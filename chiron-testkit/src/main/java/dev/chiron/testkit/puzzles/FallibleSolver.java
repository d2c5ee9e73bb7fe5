package dev.chiron.testkit.puzzles;

import dev.chiron.core.model.Decoding;
import dev.chiron.core.prompt.Message;
import dev.chiron.core.prompt.Prompt;
import dev.chiron.core.prompt.Role;
import dev.chiron.core.random.Seeds;
import dev.chiron.testkit.Responder;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A simulated chat model of {@linkplain Puzzle puzzles}, text in and text out. Its randomness is a
 * hash of its seed and the whole text that it is sent: the same text gets the same reply, and other
 * words get an independent try.
 *
 * <p>What it does depends on what it is told. It solves in its head, better when it is told to
 * think step by step or to let participants talk ({@link Skill}); as an expert it also checks a
 * {@code Proposed answer:} by computing it again, or writes a program ({@link PuzzleProgram}); told
 * how to consult experts, it conducts ({@link PuzzleConductor}). Where its own earlier solution is
 * in what it reads, it repeats that with probability 0.8.
 */
public final class FallibleSolver implements Responder {
  /** The answer to what it cannot read. */
  public static final String LOST = "I cannot tell.";

  static final String PROPOSED = "Proposed answer: ";
  static final String AGREED = "I agree.";
  static final String DISAGREED = "I disagree.";

  private static final double ANCHORED = 0.8;
  private static final Pattern ANSWER = Pattern.compile("(?m)^Answer: (.+)$");
  private static final Pattern TO_CHECK = Pattern.compile("(?m)^" + PROPOSED + "(.+)$");

  private final Seeds seeds;

  public FallibleSolver(Seeds seeds) {
    this.seeds = seeds;
  }

  @Override
  public String respond(Prompt prompt, Decoding decoding) {
    List<Message> messages = prompt.messages();
    String whole = messages.stream().map(Message::text).collect(Collectors.joining("\n\n"));
    RandomGenerator random = seeds.generator(whole);
    String last = messages.getLast().text();
    if (last.startsWith("You are Expert ")) {
      return asExpert(messages.subList(0, messages.size() - 1), last, random);
    }
    if (last.contains("Describe the expert")) {
      return "You are an expert in puzzles with numbers and words. You check your results.";
    }
    if (whole.contains("To consult an expert")) {
      return PuzzleConductor.of(messages).next();
    }
    return Question.in(whole).map(each -> direct(each, whole, random)).orElse(LOST);
  }

  private static String direct(Question question, String whole, RandomGenerator random) {
    String answer = skill(whole).solve(question, random);
    return whole.contains("FINAL ANSWER:") ? finalAnswer(answer) : answer;
  }

  static String finalAnswer(String answer) {
    return "FINAL ANSWER:\n\"\"\"\n" + answer + "\n\"\"\"";
  }

  private static Skill skill(String told) {
    if (told.contains("participants")) {
      return Skill.DIALOGUE;
    }
    if (told.contains("step by step")) {
      return Skill.STEP_BY_STEP;
    }
    return told.contains("expert") || told.contains("Expert") ? Skill.EXPERT : Skill.PLAIN;
  }

  private static String asExpert(List<Message> seen, String told, RandomGenerator random) {
    Optional<Question> question = Question.in(told);
    if (question.isEmpty()) {
      return LOST;
    }
    if (told.contains("RUN THIS PROGRAM")) {
      return "```python\n" + PuzzleProgram.of(question.get(), random) + "```\nRUN THIS PROGRAM";
    }
    Optional<String> own = lastAnswer(seen);
    boolean anchored = own.isPresent() && random.nextDouble() < ANCHORED;
    Matcher toCheck = TO_CHECK.matcher(told);
    if (toCheck.find()) {
      boolean agrees =
          anchored || skill(told).agrees(question.get(), toCheck.group(1).strip(), random);
      return agrees ? AGREED : DISAGREED;
    }
    return "Answer: " + (anchored ? own.get() : skill(told).solve(question.get(), random));
  }

  /** The last solution in what was said, without what was only told how to solve. */
  private static Optional<String> lastAnswer(List<Message> seen) {
    return seen.stream()
        .filter(message -> message.role() == Role.USER)
        .map(message -> answer(message.text()))
        .flatMap(Optional::stream)
        .reduce((first, second) -> second);
  }

  /** The last solution in a text. */
  static Optional<String> answer(String text) {
    return ANSWER.matcher(text).results().map(found -> found.group(1).strip()).reduce((a, b) -> b);
  }
}
