package dev.chiron.testkit.words;

import dev.chiron.core.random.Seeds;
import dev.chiron.core.task.Example;
import dev.chiron.nn.training.TrainingExample;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * Tasks of one family: 56 words in seven hidden groups of eight, four labels. The labels of groups
 * 1 to 4 are the same in every task, so that they can be known; those of groups 5 to 7 are drawn
 * anew, so that they must be read from a demonstration of the same group. A query is of group 5
 * with probability 0.3, of group 6 or 7 with 0.1, else of one of the others.
 *
 * @param labels the label of each group, from 0
 */
public record LookupWorld(List<Integer> labels) {
  public static final int GROUPS = 7;
  public static final int WORDS_PER_GROUP = 8;
  public static final int LABELS = 4;

  /** Demonstrations of an episode at most, the query not counted. */
  public static final int MOST_SHOTS = 16;

  static final int WORDS = GROUPS * WORDS_PER_GROUP;
  static final int FILLERS = 8;
  static final int FIRST_LABEL = WORDS + FILLERS;

  /** How many numbers stand for words: entities, fillers, labels. */
  static final int VOCABULARY = FIRST_LABEL + LABELS;

  private static final List<Integer> FIXED = List.of(0, 1, 2, 3);
  private static final double[] FREQUENCY = {0.125, 0.125, 0.125, 0.125, 0.3, 0.1, 0.1};

  public LookupWorld {
    labels = List.copyOf(labels);
  }

  /** A task by chance. */
  public static LookupWorld draw(RandomGenerator random) {
    List<Integer> labels = new ArrayList<>(FIXED);
    for (int group = FIXED.size(); group < GROUPS; group++) {
      labels.add(random.nextInt(LABELS));
    }
    return new LookupWorld(labels);
  }

  /** The names of the labels. */
  public static List<String> labelNames() {
    return IntStream.range(0, LABELS).mapToObj(i -> "label" + i).toList();
  }

  /** The group of an example's word, from 0. */
  public static int group(String input) {
    return word(input) / WORDS_PER_GROUP;
  }

  /** The place of an example's word in its group, from 0. */
  public static int member(String input) {
    return word(input) % WORDS_PER_GROUP;
  }

  /** Examples by chance, with their labels. */
  public List<Example> examples(int count, RandomGenerator random) {
    return IntStream.range(0, count)
        .mapToObj(
            i -> {
              int[] item = item(random);
              return Example.of(text(item), "label" + (item[2] - FIRST_LABEL));
            })
        .toList();
  }

  /** A document to learn from: items of one task, of which the labels are learned. */
  static TrainingExample episode(int number, Seeds seeds) {
    RandomGenerator random = seeds.generator("episode " + number);
    LookupWorld world = draw(random);
    int[] tokens = new int[3 * (MOST_SHOTS + 1)];
    float[] weights = new float[tokens.length];
    for (int i = 0; i <= MOST_SHOTS; i++) {
      System.arraycopy(world.item(random), 0, tokens, 3 * i, 3);
      weights[3 * i + 2] = 1;
    }
    return TrainingExample.weighted(tokens, weights);
  }

  /** The numbers of an input's two words. */
  static int[] tokens(String input) {
    String[] words = input.strip().split(" ");
    if (words.length != 2 || !words[0].matches("filler\\d") || !words[1].matches("word\\d{1,2}")) {
      throw new IllegalArgumentException("no input of this world: " + input);
    }
    return new int[] {WORDS + Integer.parseInt(words[0].substring(6)), word(input)};
  }

  /** Filler, entity, label. */
  private int[] item(RandomGenerator random) {
    double draw = random.nextDouble();
    int group = 0;
    while (group < GROUPS - 1 && draw >= FREQUENCY[group]) {
      draw -= FREQUENCY[group++];
    }
    return new int[] {
      WORDS + random.nextInt(FILLERS),
      group * WORDS_PER_GROUP + random.nextInt(WORDS_PER_GROUP),
      FIRST_LABEL + labels.get(group)
    };
  }

  private static int word(String input) {
    return Integer.parseInt(input.substring(input.lastIndexOf("word") + 4).strip());
  }

  private static String text(int[] item) {
    return "filler" + (item[0] - WORDS) + " word" + item[1];
  }
}
