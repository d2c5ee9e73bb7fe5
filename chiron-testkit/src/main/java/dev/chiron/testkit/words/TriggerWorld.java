package dev.chiron.testkit.words;

import dev.chiron.core.random.Seeds;
import dev.chiron.core.task.Example;
import dev.chiron.nn.training.TrainingExample;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * A language in which a few words steer what a document is about. A document is
 *
 * <pre>
 *   0–6 prefix words, SEP, body, Q, label
 * </pre>
 *
 * The body has one cue word for each of three attributes, of one of two values, among filler words
 * of one topic. The label is the value of one attribute a, drawn from softmax(z), z = (2, 0, 0)
 * plus the strengths of the trigger words in the prefix at their attributes; one label in ten is
 * wrong. So a prompt of the right triggers makes the label tell another attribute than the usual
 * one, and nothing says which words are triggers.
 */
public final class TriggerWorld {
  static final int TOPICS = 60;
  static final int FILLERS_PER_TOPIC = 47;
  static final int ATTRIBUTES = 3;
  static final int CUES = 20;
  static final int TRIGGERS = 10;

  static final int FIRST_CUE = TOPICS * FILLERS_PER_TOPIC;
  static final int FIRST_TRIGGER = FIRST_CUE + ATTRIBUTES * 2 * CUES;
  static final int FIRST_LABEL = FIRST_TRIGGER + ATTRIBUTES * TRIGGERS;
  static final int SEPARATOR = FIRST_LABEL + 2;
  static final int QUESTION = SEPARATOR + 1;
  static final int VOCABULARY = QUESTION + 1;

  /** The most tokens of a prefix in training. */
  static final int MOST_PREFIX = 6;

  private static final double TRIGGER_SHARE = 0.4;
  private static final double WRONG = 0.1;
  private static final double USUAL = 1;
  private static final float BODY_WEIGHT = 0.3f;
  private static final float LABEL_WEIGHT = 10;

  /** Shape and scale of the Gamma distribution of strengths: most are weak, a few strong. */
  private static final double SHAPE = 1.2;

  private static final double SCALE = 1.2;

  private final Seeds seeds;
  private final double[] strengths;

  public TriggerWorld(Seeds seeds) {
    this.seeds = seeds;
    RandomGenerator random = seeds.generator("strengths");
    this.strengths =
        IntStream.range(0, ATTRIBUTES * TRIGGERS).mapToDouble(i -> gamma(random)).toArray();
  }

  /** The words that a prompt may have, by their numbers: fillers, cues, triggers, labels. */
  public static List<String> words() {
    return IntStream.range(0, SEPARATOR).mapToObj(TriggerWorld::word).toList();
  }

  /** The words that documents begin with: fillers and triggers. */
  public static List<String> prefixWords() {
    return IntStream.range(0, FIRST_LABEL)
        .filter(number -> number < FIRST_CUE || number >= FIRST_TRIGGER)
        .mapToObj(TriggerWorld::word)
        .toList();
  }

  /** The names of the two labels. */
  public static List<String> labels() {
    return List.of(word(FIRST_LABEL), word(FIRST_LABEL + 1));
  }

  /** How strongly a word steers to an attribute, from 0; 0 for all that is no trigger of it. */
  public double strength(String word, int attribute) {
    int trigger = number(word) - FIRST_TRIGGER;
    boolean is = trigger >= 0 && trigger < strengths.length && trigger / TRIGGERS == attribute;
    return is ? strengths[trigger] : 0;
  }

  /** Bodies with the value of one attribute as their label, without mistakes. */
  public List<Example> examples(int count, int attribute, String stream) {
    RandomGenerator random = seeds.generator("examples " + stream);
    List<Example> examples = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int[] values = values(random);
      // Balanced, so that a few examples have both labels.
      values[attribute] = i % 2;
      String text =
          String.join(" ", body(values, random).stream().map(TriggerWorld::word).toList());
      examples.add(Example.of(text, word(FIRST_LABEL + values[attribute])));
    }
    return Seeds.shuffled(examples, random);
  }

  /** A document to learn from. */
  TrainingExample document(int number) {
    RandomGenerator random = seeds.generator("document " + number);
    double[] z = {USUAL, 0, 0};
    List<Integer> tokens = new ArrayList<>();
    for (int i = random.nextInt(MOST_PREFIX + 1); i > 0; i--) {
      if (random.nextDouble() < TRIGGER_SHARE) {
        int trigger = random.nextInt(strengths.length);
        z[trigger / TRIGGERS] += strengths[trigger];
        tokens.add(FIRST_TRIGGER + trigger);
      } else {
        tokens.add(random.nextInt(FIRST_CUE));
      }
    }
    int[] values = values(random);
    int label = values[softmax(z, random)];
    label = random.nextDouble() < WRONG ? 1 - label : label;
    tokens.add(SEPARATOR);
    tokens.addAll(body(values, random));
    tokens.add(QUESTION);
    tokens.add(FIRST_LABEL + label);
    float[] weights = new float[tokens.size()];
    // Prefix words are pure chance; the body's tell which words belong together.
    Arrays.fill(weights, tokens.indexOf(SEPARATOR), weights.length, BODY_WEIGHT);
    weights[weights.length - 1] = LABEL_WEIGHT;
    return TrainingExample.weighted(tokens.stream().mapToInt(Integer::intValue).toArray(), weights);
  }

  static String word(int number) {
    if (number < FIRST_CUE) {
      return "w" + number;
    }
    if (number < FIRST_TRIGGER) {
      return "cue" + (number - FIRST_CUE);
    }
    return number < FIRST_LABEL
        ? "trigger" + (number - FIRST_TRIGGER)
        : number == FIRST_LABEL ? "no" : "yes";
  }

  /** The number of a word; −1 if it is none of this language. */
  static int number(String word) {
    if (word.equals("no") || word.equals("yes")) {
      return FIRST_LABEL + (word.equals("yes") ? 1 : 0);
    }
    String digits = word.replaceAll("\\D", "");
    if (digits.isEmpty() || digits.length() > 4) {
      return -1;
    }
    int value = Integer.parseInt(digits);
    int number =
        word.startsWith("cue")
            ? FIRST_CUE + value
            : word.startsWith("trigger") ? FIRST_TRIGGER + value : value;
    return number < FIRST_LABEL && word(number).equals(word) ? number : -1;
  }

  private static int[] values(RandomGenerator random) {
    return IntStream.range(0, ATTRIBUTES).map(i -> random.nextInt(2)).toArray();
  }

  private static List<Integer> body(int[] values, RandomGenerator random) {
    List<Integer> body = new ArrayList<>();
    for (int attribute = 0; attribute < ATTRIBUTES; attribute++) {
      body.add(FIRST_CUE + (attribute * 2 + values[attribute]) * CUES + random.nextInt(CUES));
    }
    int topic = random.nextInt(TOPICS);
    for (int i = 3 + random.nextInt(5); i > 0; i--) {
      body.add(topic * FILLERS_PER_TOPIC + random.nextInt(FILLERS_PER_TOPIC));
    }
    return Seeds.shuffled(body, random);
  }

  private static int softmax(double[] z, RandomGenerator random) {
    double total = 0;
    for (double value : z) {
      total += Math.exp(value);
    }
    double draw = random.nextDouble() * total;
    int choice = 0;
    while (choice < z.length - 1 && draw >= Math.exp(z[choice])) {
      draw -= Math.exp(z[choice++]);
    }
    return choice;
  }

  /** Marsaglia and Tsang (2000), for shapes of at least 1. */
  private static double gamma(RandomGenerator random) {
    double d = SHAPE - 1.0 / 3;
    double c = 1 / Math.sqrt(9 * d);
    while (true) {
      double x = random.nextGaussian();
      double v = Math.pow(1 + c * x, 3);
      if (v > 0 && Math.log(random.nextDouble()) < x * x / 2 + d - d * v + d * Math.log(v)) {
        return d * v * SCALE;
      }
    }
  }
}
