package dev.chiron.testkit.rules;

import dev.chiron.core.prompt.Message;
import dev.chiron.core.prompt.Role;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * How a {@link RuleProposer} behaves in a conversation of two steps: an inspection of examples,
 * then a revision.
 *
 * <p>Inspecting, it marks the clauses that the examples contradict and says which of some random
 * rules fits best, if it was given a template to reason by. Revising, it keeps the clauses that it
 * did not mark, tests rules that are compatible with them and the one that it had found, and writes
 * the clauses of the one that fits best. Without the inspection it keeps clauses by chance. Unless
 * it was shown where the input stands it guesses whether that is below or above; unless it was told
 * what the two steps are it sometimes answers the examples instead.
 */
final class RuleEngineer {
  private static final double KEEPS_BLINDLY = 0.5;
  private static final double MISUNDERSTANDS = 0.3;
  private static final String MARK = "Contradicted: ";
  private static final String FOUND = "Fits: ";

  private final RuleProposer.Skill skill;
  private final RandomGenerator random;

  RuleEngineer(RuleProposer.Skill skill, RandomGenerator random) {
    this.skill = skill;
    this.random = random;
  }

  String respond(List<Message> messages, Sections last) {
    return last.has("Step 2") ? revised(messages, last) : inspected(last);
  }

  private String inspected(Sections material) {
    if (!material.has("Reasoning template")) {
      return "I have looked at the examples.";
    }
    List<Pair> pairs = Pair.find(material.text("Examples"));
    List<Clause> clauses = RuleProposer.clauses(material.text("Current prompt"));
    List<String> lines = new ArrayList<>();
    for (Clause clause : clauses) {
      if (pairs.stream().anyMatch(pair -> contradicts(pair, clause, clauses))) {
        lines.add(MARK + clause.text());
      }
    }
    if (!pairs.isEmpty()) {
      int found = RuleProposer.fitting(pairs, RuleProposer.trials(skill.trials(), random));
      lines.add(FOUND + RuleWorld.instruction(Rule.ALL.get(found)));
    }
    return String.join("\n", lines);
  }

  private String revised(List<Message> messages, Sections request) {
    Sections material = material(messages);
    List<Pair> pairs = Pair.find(material.text("Examples"));
    boolean briefed = messages.stream().anyMatch(m -> m.text().contains("### Two steps"));
    if (!briefed && random.nextDouble() < MISUNDERSTANDS) {
      return pairs.stream()
          .map(pair -> RuleWorld.LABELS.get(pair.label()))
          .collect(Collectors.joining(" "));
    }
    String inspection =
        messages.stream()
            .filter(message -> message.role() == Role.ASSISTANT)
            .map(Message::text)
            .collect(Collectors.joining("\n"));
    boolean reasoned = material.has("Reasoning template");
    List<Clause> old = RuleProposer.clauses(request.text("Current prompt"));
    Set<Clause> marked =
        inspection
            .lines()
            .filter(line -> line.startsWith(MARK))
            .flatMap(line -> RuleProposer.clauses(line).stream())
            .collect(Collectors.toSet());
    List<Clause> kept =
        reasoned
            ? old.stream().filter(clause -> !marked.contains(clause)).toList()
            : RuleProposer.kept(old, KEEPS_BLINDLY, random);
    List<Integer> rules = new ArrayList<>(compatible(reasoned ? kept : List.of()));
    inspection
        .lines()
        .filter(line -> line.startsWith(FOUND))
        .flatMap(line -> satisfying(RuleProposer.clauses(line)).stream().limit(1))
        .forEach(rules::add);
    Set<Clause> clauses = new LinkedHashSet<>(kept);
    if (!pairs.isEmpty()) {
      Rule found = Rule.ALL.get(RuleProposer.fitting(pairs, rules));
      clauses.addAll(RuleProposer.kept(found.description(), skill.describes(), random));
    }
    return locator(material)
        + clauses.stream()
            .limit(skill.mostClauses())
            .map(Clause::text)
            .collect(Collectors.joining(" "));
  }

  private static Sections material(List<Message> messages) {
    return messages.stream()
        .filter(message -> message.role() == Role.USER)
        .map(message -> Sections.of(message.text()))
        .filter(sections -> sections.has("Step 1"))
        .findFirst()
        .orElseThrow();
  }

  private String locator(Sections material) {
    String layout = material.text("Full template");
    boolean below =
        layout.isEmpty()
            ? random.nextBoolean()
            : layout.indexOf("<PROMPT>") < layout.indexOf("<INPUT>");
    return "Answer for the object " + (below ? "below" : "above") + ". ";
  }

  /** As many random rules as may be tested of those for which all clauses hold; of all if none. */
  private List<Integer> compatible(List<Clause> clauses) {
    List<Integer> possible = satisfying(clauses);
    if (possible.isEmpty()) {
      return RuleProposer.trials(skill.trials(), random);
    }
    return IntStream.range(0, skill.trials())
        .mapToObj(i -> possible.get(random.nextInt(possible.size())))
        .toList();
  }

  private static List<Integer> satisfying(List<Clause> clauses) {
    return IntStream.range(0, Rule.ALL.size())
        .filter(i -> clauses.stream().allMatch(clause -> clause.holdsFor(Rule.ALL.get(i))))
        .boxed()
        .toList();
  }

  private static boolean contradicts(Pair pair, Clause clause, List<Clause> all) {
    return switch (clause) {
      case Clause.Matters matters -> false;
      case Clause.When(int attribute, int value, int label) ->
          pair.item().value(attribute) == value && pair.label() != label;
      case Clause.Otherwise(int label) ->
          pair.label() != label
              && all.stream()
                  .noneMatch(
                      other ->
                          other instanceof Clause.When(int attribute, int value, int ignored)
                              && pair.item().value(attribute) == value);
    };
  }
}
