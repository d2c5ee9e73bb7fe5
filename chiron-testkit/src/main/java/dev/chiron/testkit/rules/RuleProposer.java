package dev.chiron.testkit.rules;

import dev.chiron.core.model.Decoding;
import dev.chiron.core.prompt.Message;
import dev.chiron.core.prompt.Prompt;
import dev.chiron.core.random.Seeds;
import dev.chiron.testkit.Responder;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/**
 * A simulated writer of instructions for a {@link RuleWorld}, of known and limited skill: it knows
 * the space of rules, not the true one, and sees only the text that it is sent.
 *
 * <p>It reads the sections of a question (headed {@code ###}), tests a few random rules on the
 * pairs that are shown, and writes clauses of one that fits best, beside what it keeps of the
 * instructions that are shown. It answers
 *
 * <ul>
 *   <li>pairs alone with an induced instruction;
 *   <li>a current prompt alone with a paraphrase that loses some clauses;
 *   <li>failures, with or without a reason, or rollouts with an edit, or with reasons if asked for
 *       reasons;
 *   <li>scored or parent prompts, or a summary of data, with a mixture of their clauses;
 *   <li>a conversation in two steps as {@link RuleEngineer} does.
 * </ul>
 *
 * <p>At temperature 0 the same question has the same answer; else the seed matters too.
 */
public final class RuleProposer implements Responder {
  private final Skill skill;
  private final Seeds seeds;

  /**
   * How well it writes.
   *
   * @param trials random rules that it tests for one question
   * @param describes the probability that a clause of the rule that it found is written
   * @param paraphraseKeeps the probability that a clause survives a paraphrase
   * @param editKeeps the probability that a clause of the current prompt survives an edit
   * @param mixtureKeeps the probability that a clause of several prompts gets into their mixture
   * @param mostClauses of an answer
   */
  public record Skill(
      int trials,
      double describes,
      double paraphraseKeeps,
      double editKeeps,
      double mixtureKeeps,
      int mostClauses) {
    /** For studies of instructions beside exemplars. */
    public static final Skill OPTIMIZER = new Skill(40, 0.8, 0.9, 0.7, 0.4, 6);

    /** For studies of edits: it keeps less of what it was not told to keep. */
    public static final Skill ENGINEER = new Skill(20, 0.85, 0.9, 0.3, 0.4, 7);
  }

  public RuleProposer(Skill skill, Seeds seeds) {
    this.skill = skill;
    this.seeds = seeds;
  }

  /** Whether a prompt is a question to a writer of instructions, not one of a task. */
  public static boolean isAsked(Prompt prompt) {
    String text = prompt.messages().getLast().text();
    return text.contains("### Request") || text.contains("### Step ");
  }

  @Override
  public String respond(Prompt prompt, Decoding decoding) {
    String text = prompt.messages().stream().map(Message::text).collect(Collectors.joining("\n"));
    String draw = text + (decoding.temperature() > 0 ? " #" + decoding.seed() : "");
    RandomGenerator random = seeds.generator(draw);
    Sections sections = Sections.of(prompt.messages().getLast().text());
    if (sections.has("Step 1") || sections.has("Step 2")) {
      return new RuleEngineer(skill, random).respond(prompt.messages(), sections);
    }
    if (sections.has("Mutation instruction") && !sections.has("Current prompt")) {
      return sections.text("Mutation instruction");
    }
    if (sections.text("Request").contains("reasons")) {
      return reasons(sections.text("Request"));
    }
    return write(sections, random);
  }

  private String write(Sections sections, RandomGenerator random) {
    List<Pair> pairs = new ArrayList<>(Pair.find(sections.text("Pairs")));
    pairs.addAll(Pair.find(sections.text("Failures")));
    pairs.addAll(Pair.find(sections.text("Rollouts")));
    Set<Clause> clauses = new LinkedHashSet<>();
    if (!pairs.isEmpty()) {
      Rule found = Rule.ALL.get(fitting(pairs, trials(skill.trials(), random)));
      clauses.addAll(kept(found.description(), skill.describes(), random));
    }
    clauses.addAll(
        kept(
            clauses(sections.text("Current prompt")),
            pairs.isEmpty() ? skill.paraphraseKeeps() : skill.editKeeps(),
            random));
    List<Clause> shown = new ArrayList<>(clauses(sections.text("Parent prompt")));
    shown.addAll(clauses(sections.text("Best prompt")));
    shown.addAll(clauses(sections.text("Data summary")));
    List<String> scored = List.of(sections.text("Scored prompts").split("\n\n"));
    scored
        .subList(Math.max(0, scored.size() - 4), scored.size())
        .forEach(each -> shown.addAll(clauses(each)));
    clauses.addAll(kept(shown.stream().distinct().toList(), skill.mixtureKeeps(), random));
    return clauses.stream()
        .limit(skill.mostClauses())
        .map(Clause::text)
        .collect(Collectors.joining(" "));
  }

  private static String reasons(String request) {
    String digits = request.replaceAll("\\D", "");
    int count = digits.isEmpty() ? 1 : Math.min(9, Integer.parseInt(digits));
    List<String> lines = new ArrayList<>();
    for (int i = 1; i <= count; i++) {
      lines.add("- Fault " + i + ": the prompt says what these examples do not.");
    }
    return String.join("\n", lines);
  }

  /** Rules by their place in {@link Rule#ALL}, drawn at random. */
  static List<Integer> trials(int count, RandomGenerator random) {
    List<Integer> drawn = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      drawn.add(random.nextInt(Rule.ALL.size()));
    }
    return drawn;
  }

  /** The first of the rules that fits most pairs. */
  static int fitting(List<Pair> pairs, List<Integer> rules) {
    int best = rules.getFirst();
    long most = -1;
    for (int rule : rules) {
      long fits = pairs.stream().filter(p -> Rule.labelOf(rule, p.item()) == p.label()).count();
      if (fits > most) {
        most = fits;
        best = rule;
      }
    }
    return best;
  }

  static List<Clause> kept(List<Clause> clauses, double probability, RandomGenerator random) {
    return clauses.stream().filter(clause -> random.nextDouble() < probability).toList();
  }

  static List<Clause> clauses(String text) {
    return Clause.find(text).stream().map(Clause.Found::clause).distinct().toList();
  }
}
