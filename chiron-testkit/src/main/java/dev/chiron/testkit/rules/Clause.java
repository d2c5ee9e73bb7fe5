package dev.chiron.testkit.rules;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One statement of an instruction about a rule, in one of three fixed sentences. */
public sealed interface Clause {
  /** Whether a rule is as the clause says. */
  boolean holdsFor(Rule rule);

  /** The sentence. */
  String text();

  /** "The colour matters." Holds for a rule that looks at the attribute. */
  record Matters(int attribute) implements Clause {
    @Override
    public boolean holdsFor(Rule rule) {
      return rule.attribute() == attribute || rule.otherAttribute() == attribute;
    }

    @Override
    public String text() {
      return "The " + Item.ATTRIBUTES.get(attribute) + " matters.";
    }
  }

  /** "When the colour is red, answer dax." Holds for a rule with such a branch, either of two. */
  record When(int attribute, int value, int label) implements Clause {
    @Override
    public boolean holdsFor(Rule rule) {
      return (rule.attribute() == attribute && rule.value() == value && rule.first() == label)
          || (rule.otherAttribute() == attribute
              && rule.otherValue() == value
              && rule.second() == label);
    }

    @Override
    public String text() {
      return "When the %s is %s, answer %s."
          .formatted(
              Item.ATTRIBUTES.get(attribute),
              Item.VALUES.get(attribute).get(value),
              RuleWorld.LABELS.get(label));
    }
  }

  /** "Otherwise, answer dax." Holds for a rule with this last label. */
  record Otherwise(int label) implements Clause {
    @Override
    public boolean holdsFor(Rule rule) {
      return rule.third() == label;
    }

    @Override
    public String text() {
      return "Otherwise, answer " + RuleWorld.LABELS.get(label) + ".";
    }
  }

  /** A clause and where it begins in a text. */
  record Found(Clause clause, int position) {}

  /** The clauses in a text, in order; what is none of the three sentences is passed over. */
  static List<Found> find(String text) {
    List<Found> found = new ArrayList<>();
    Matcher matcher = Patterns.ANY.matcher(text);
    while (matcher.find()) {
      Clause clause;
      if (matcher.group("matters") != null) {
        clause = new Matters(Item.ATTRIBUTES.indexOf(matcher.group("matters")));
      } else if (matcher.group("attribute") != null) {
        int attribute = Item.ATTRIBUTES.indexOf(matcher.group("attribute"));
        int value = Item.VALUES.get(attribute).indexOf(matcher.group("value"));
        if (value < 0) {
          continue;
        }
        clause = new When(attribute, value, RuleWorld.LABELS.indexOf(matcher.group("label")));
      } else {
        clause = new Otherwise(RuleWorld.LABELS.indexOf(matcher.group("last")));
      }
      found.add(new Found(clause, matcher.start()));
    }
    return found;
  }

  /** The sentences' pattern. */
  final class Patterns {
    private static final String ATTRIBUTE = String.join("|", Item.ATTRIBUTES);
    private static final String LABEL = String.join("|", RuleWorld.LABELS);
    private static final Pattern ANY =
        Pattern.compile(
            "The (?<matters>"
                + ATTRIBUTE
                + ") matters\\."
                + "|When the (?<attribute>"
                + ATTRIBUTE
                + ") is (?<value>\\w+), answer (?<label>"
                + LABEL
                + ")\\."
                + "|Otherwise, answer (?<last>"
                + LABEL
                + ")\\.");

    private Patterns() {}
  }
}
