package dev.chiron.testkit.rules;

import dev.chiron.core.model.Decoding;
import dev.chiron.core.prompt.Message;
import dev.chiron.core.prompt.Prompt;
import dev.chiron.core.random.Seeds;
import dev.chiron.testkit.Responder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A simulated model of a {@link RuleWorld}: a Bayesian reader to whom the instruction is a prior
 * over rules and the exemplars are a likelihood.
 *
 * <p>The log-weight of rule h after a prompt is
 *
 * <pre>
 *   bias(h) + β·#{understood clauses of the instruction that hold for h}
 *           + Σ over exemplars (x, y): log(1−s) if h(x) = y, else log(s/2)
 * </pre>
 *
 * and the answer is the label with the largest mass over all rules. So it is known what a good
 * prompt is, how instruction and exemplars trade, and that neither can be faked.
 *
 * <p>A prompt is read in the plain format: {@code Input: …} and {@code Output: …} lines are
 * exemplars, the last input without an output is the question, everything else is the instruction.
 * The turns of a chat are read as such lines. An instruction that says "below" or "above" must be
 * right about where the question stands, or its clauses do not count. A prompt without a question
 * that it can read gets {@link #LOST}.
 */
public final class BayesianResponder implements Responder {
  /** The answer to what it cannot read. */
  public static final String LOST = "I cannot tell.";

  private static final Pattern PAIR = Pattern.compile("(?m)^Input: (.*)\\R+Output:[ \\t]*(.*)$");
  private static final int KEPT_READINGS = 16;
  private static final Pattern LOCATOR = Pattern.compile("\\b(below|above)\\b");

  private final RuleWorld world;
  private final Skill skill;
  private final Seeds seeds;
  private final SequencedMap<Evidence, double[]> weights = new LinkedHashMap<>();

  /**
   * How well it reads.
   *
   * @param clauseWeight β, log-odds that an understood clause gives; 2 in studies of instructions,
   *     1.5 in studies of both channels
   * @param understanding φ, the probability that a clause is understood, drawn once for each clause
   * @param slip s, the part of the items that get a wrong label whatever the prompt says; also the
   *     error rate that it expects of exemplars
   */
  public record Skill(double clauseWeight, double understanding, double slip) {
    /** A reader who understands most clauses: β = 2, φ = 0.85, s = 0.05. */
    public static final Skill ATTENTIVE = new Skill(2, 0.85, 0.05);

    /** A reader to whom exemplars say more: β = 1.5, φ = 0.4, s = 0.05. */
    public static final Skill DISTRACTED = new Skill(1.5, 0.4, 0.05);
  }

  public BayesianResponder(RuleWorld world, Skill skill, Seeds seeds) {
    this.world = world;
    this.skill = skill;
    this.seeds = seeds;
  }

  @Override
  public String respond(Prompt prompt, Decoding decoding) {
    Reading reading = read(plain(prompt.messages()));
    if (reading.question().isEmpty()) {
      return LOST;
    }
    Item question = reading.question().get();
    int answer = likeliest(remembered(reading.evidence()), question);
    if (uniform("slip " + question.index()) < skill.slip()) {
      answer = (answer + 1 + (uniform("which " + question.index()) < 0.5 ? 0 : 1)) % 3;
    }
    return RuleWorld.LABELS.get(answer);
  }

  /** The log-weight of every rule of {@link Rule#ALL} after a prompt's text, not normalised. */
  public double[] logWeights(String text) {
    return logWeights(read(text).evidence());
  }

  /** Whether it understands a clause; the same every time. */
  public boolean understands(Clause clause) {
    return uniform("clause " + clause.text()) < skill.understanding();
  }

  /** An exemplar as it is read: a label that is none of the world's says nothing. */
  private record Exemplar(Item item, int label) {}

  private record Evidence(List<Clause> clauses, List<Exemplar> exemplars) {}

  private record Reading(Evidence evidence, Optional<Item> question) {}

  /** The same prompt is asked about many questions, so the last few readings are kept. */
  private synchronized double[] remembered(Evidence evidence) {
    double[] known = weights.computeIfAbsent(evidence, this::logWeights);
    if (weights.size() > KEPT_READINGS) {
      weights.pollFirstEntry();
    }
    return known;
  }

  private static String plain(List<Message> messages) {
    if (messages.stream().anyMatch(message -> message.text().contains("Input: "))) {
      return messages.stream().map(Message::text).collect(Collectors.joining("\n\n"));
    }
    return messages.stream()
        .map(
            message ->
                switch (message.role()) {
                  case SYSTEM -> message.text() + "\n\n";
                  case USER -> "Input: " + message.text() + "\nOutput:";
                  case ASSISTANT -> " " + message.text() + "\n\n";
                })
        .collect(Collectors.joining());
  }

  private Reading read(String text) {
    List<Exemplar> exemplars = new ArrayList<>();
    Optional<Item> question = Optional.empty();
    int questionAt = text.length();
    Matcher pairs = PAIR.matcher(text);
    while (pairs.find()) {
      Optional<Item> item = Item.parse(pairs.group(1));
      String output = pairs.group(2).strip();
      if (output.isEmpty()) {
        question = item;
        questionAt = pairs.start();
      } else if (item.isPresent() && RuleWorld.LABELS.contains(output)) {
        exemplars.add(new Exemplar(item.get(), RuleWorld.LABELS.indexOf(output)));
      }
    }
    // Blanks of the same length keep every position.
    String instruction = PAIR.matcher(text).replaceAll(m -> " ".repeat(m.group().length()));
    return new Reading(
        new Evidence(understood(instruction, questionAt), List.copyOf(exemplars)), question);
  }

  private List<Clause> understood(String instruction, int questionAt) {
    List<Clause.Found> found = Clause.find(instruction);
    Matcher locator = LOCATOR.matcher(instruction);
    if (!found.isEmpty() && locator.find()) {
      String where = questionAt > found.getFirst().position() ? "below" : "above";
      if (!locator.group().equals(where)) {
        return List.of();
      }
    }
    return found.stream().map(Clause.Found::clause).distinct().filter(this::understands).toList();
  }

  private double[] logWeights(Evidence evidence) {
    double right = Math.log(1 - skill.slip());
    double wrong = Math.log(skill.slip() / 2);
    double[] all = new double[Rule.ALL.size()];
    for (int i = 0; i < all.length; i++) {
      Rule rule = Rule.ALL.get(i);
      all[i] = world.bias(i);
      for (Clause clause : evidence.clauses()) {
        all[i] += clause.holdsFor(rule) ? skill.clauseWeight() : 0;
      }
      for (Exemplar exemplar : evidence.exemplars()) {
        all[i] += rule.label(exemplar.item()) == exemplar.label() ? right : wrong;
      }
    }
    return all;
  }

  private static int likeliest(double[] weights, Item question) {
    double most = Double.NEGATIVE_INFINITY;
    for (double weight : weights) {
      most = Math.max(most, weight);
    }
    double[] mass = new double[3];
    for (int i = 0; i < weights.length; i++) {
      mass[Rule.labelOf(i, question)] += Math.exp(weights[i] - most);
    }
    int best = mass[1] > mass[0] ? 1 : 0;
    return mass[2] > mass[best] ? 2 : best;
  }

  private double uniform(String what) {
    return seeds.generator(what).nextDouble();
  }
}
