package dev.chiron.data.grammar;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A context-free grammar in which generators are written: named slots with alternatives.
 *
 * <p>A slot's line reads {@code name: first | second | third}; a line without a name continues the
 * slot before it. In a template, {@code {name}} is replaced by one of the slot's alternatives,
 * uniformly, and what that contains is replaced in turn; {@code {=name}} repeats the text that the
 * slot last gave in the same template. An alternative may be empty.
 *
 * <pre>{@code
 * Grammar grammar = Grammar.of("who: Ada | Grace\nthing: the {size} report\nsize: long | short");
 * grammar.sentence("{who} lost {thing}.", random); // Grace lost the long report.
 * }</pre>
 */
public final class Grammar {
  private static final Pattern SLOT = Pattern.compile("\\{(=?)([a-z]+)\\}");
  private static final Pattern RULE = Pattern.compile("([a-z]+):(?: (.*))?");
  private static final int DEPTH = 16;

  private final Map<String, List<String>> slots;

  private Grammar(Map<String, List<String>> slots) {
    this.slots = slots;
  }

  /**
   * Reads the slots' lines.
   *
   * @throws IllegalArgumentException if the first line names no slot or a slot is given twice
   */
  public static Grammar of(String rules) {
    Map<String, StringBuilder> bodies = new LinkedHashMap<>();
    String current = "";
    for (String line : rules.lines().filter(each -> !each.isBlank()).toList()) {
      Matcher rule = RULE.matcher(line.strip());
      if (rule.matches()) {
        current = rule.group(1);
        String body = rule.group(2) == null ? "" : rule.group(2);
        if (bodies.put(current, new StringBuilder(body)) != null) {
          throw new IllegalArgumentException("slot " + current + " is given twice");
        }
      } else if (bodies.isEmpty()) {
        throw new IllegalArgumentException("no slot before: " + line);
      } else {
        bodies.getOrDefault(current, new StringBuilder()).append(' ').append(line.strip());
      }
    }
    Map<String, List<String>> slots = new HashMap<>();
    bodies.forEach((name, body) -> slots.put(name, alternatives(body.toString())));
    return new Grammar(slots);
  }

  /** The non-blank lines of a text block, stripped: a list of templates. */
  public static List<String> lines(String block) {
    return block.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
  }

  /** The words of a text, split at white space: a list of fillers. */
  public static List<String> words(String text) {
    return List.of(text.strip().split("\\s+"));
  }

  /** One of the items, uniformly. */
  public static <T> T pick(List<T> items, RandomGenerator random) {
    return items.get(random.nextInt(items.size()));
  }

  private List<String> alternatives(String slot, String context) {
    List<String> found = slots.get(slot);
    if (found == null) {
      throw new IllegalArgumentException("no slot " + slot + " for: " + context);
    }
    return found;
  }

  /** The template with its slots filled, its white space left alone. */
  public String expand(String template, RandomGenerator random) {
    return expand(template, random, new HashMap<>(), 0);
  }

  /** The template with its slots filled, runs of spaces made one and the ends stripped. */
  public String sentence(String template, RandomGenerator random) {
    return expand(template, random)
        .replaceAll(" +", " ")
        .replaceAll(" ([,.!?;])(?= |$)", "$1")
        .strip();
  }

  private String expand(
      String template, RandomGenerator random, Map<String, String> last, int depth) {
    if (depth > DEPTH) {
      throw new IllegalArgumentException("slots nest without end: " + template);
    }
    Matcher slot = SLOT.matcher(template);
    StringBuilder text = new StringBuilder();
    int from = 0;
    while (slot.find()) {
      text.append(template, from, slot.start());
      text.append(fill(slot, template, random, last, depth));
      from = slot.end();
    }
    return text.append(template, from, template.length()).toString();
  }

  private String fill(
      Matcher slot, String template, RandomGenerator random, Map<String, String> last, int depth) {
    String name = slot.group(2);
    if (!slot.group(1).isEmpty()) {
      String repeated = last.get(name);
      if (repeated == null) {
        throw new IllegalArgumentException("nothing to repeat for {=" + name + "}: " + template);
      }
      return repeated;
    }
    String chosen = pick(alternatives(name, template), random);
    String filled = expand(chosen, random, last, depth + 1);
    last.put(name, filled);
    return filled;
  }

  private static List<String> alternatives(String body) {
    List<String> parts = new ArrayList<>();
    for (String part : body.split("\\|", -1)) {
      parts.add(part.strip());
    }
    return List.copyOf(parts);
  }
}
