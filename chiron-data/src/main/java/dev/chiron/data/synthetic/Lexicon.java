package dev.chiron.data.synthetic;

import dev.chiron.core.random.Seeds;
import dev.chiron.data.grammar.Grammar;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/** The words that synthetic tasks are made of; no word is in two categories. */
final class Lexicon {
  private static final String CATEGORY_WORDS =
      """
      animal: cat dog horse cow sheep goat lion tiger wolf fox bear rabbit mouse deer camel monkey zebra otter donkey squirrel hedgehog giraffe badger moose
      bird: eagle owl sparrow robin crow parrot swan goose pigeon heron stork falcon penguin gull raven finch ostrich peacock
      fruit: apple pear plum cherry banana mango grape peach lemon melon apricot fig papaya kiwi pineapple raspberry strawberry blueberry
      vegetable: carrot potato onion cabbage spinach leek celery radish pumpkin broccoli lettuce cucumber garlic turnip parsnip beetroot
      city: Paris London Madrid Rome Berlin Vienna Oslo Lisbon Prague Dublin Athens Warsaw Cairo Tokyo Delhi Lima Boston Sydney Zurich Helsinki
      country: France Spain Italy Norway Japan India Brazil Canada Egypt Kenya Peru Poland Greece Mexico China Sweden Chile Turkey
      colour: red blue green yellow purple brown black white grey pink violet beige turquoise crimson
      sport: football tennis hockey rugby golf boxing swimming rowing fencing cricket baseball skiing judo sailing volleyball handball
      metal: iron gold silver tin zinc lead nickel steel bronze platinum titanium aluminium brass cobalt
      emotion: joy anger fear sadness pride shame envy hope grief delight boredom guilt relief surprise disgust
      instrument: piano violin guitar flute drum trumpet harp cello clarinet organ banjo trombone saxophone accordion
      tool: hammer saw drill wrench screwdriver pliers chisel axe shovel rake ladder spanner scissors crowbar
      vehicle: car bus train truck bicycle tram ship boat plane helicopter scooter tractor ferry lorry taxi van
      furniture: chair table sofa bed shelf desk wardrobe stool bench cupboard armchair drawer bookcase dresser
      clothing: shirt jacket coat hat scarf glove sock shoe boot skirt dress sweater trousers belt cap vest
      job: teacher doctor baker nurse farmer lawyer pilot painter butcher plumber carpenter librarian dentist tailor engineer
      drink: water milk tea coffee juice wine beer lemonade cocoa cider whisky soda
      weather: rain snow wind fog storm hail thunder sunshine frost drizzle lightning breeze
      body: head arm leg foot nose ear eye mouth knee elbow shoulder finger neck back chin
      plant: oak pine birch rose tulip daisy fern ivy maple willow lily orchid cactus moss
      """;

  /** Category name to its words. */
  static final Map<String, List<String>> CATEGORIES = categories();

  static final List<String> CATEGORY_NAMES = List.copyOf(CATEGORIES.keySet());

  /** The words of all categories. */
  static final List<String> NOUNS = CATEGORIES.values().stream().flatMap(List::stream).toList();

  static final List<String> NAMES =
      Grammar.words(
          """
          Ada Ben Clara David Emma Felix Grace Henry Ivan Julia Karl Laura Martin Nina Oscar Paula
          Quentin Rosa Simon Tara Ulrich Vera Walter Xenia Yusuf Zoe Anton Bella Chen Dara Elias
          Farah George Hana Igor Jana Kofi Leila Marco Nora Omar Petra Ravi Sofia Tomas Uma Viktor
          """);

  static final List<String> SURNAMES =
      Grammar.words(
          """
          Adams Baker Clark Davis Evans Fischer Garcia Hughes Ito Jansen Keller Lopez Meyer Novak
          Olsen Patel Quinn Rossi Smith Turner Ueda Vogel Weber Young Zhang Brown Costa Dubois
          """);

  static final List<String> ADJECTIVES =
      Grammar.words(
          """
          big small old new fast slow tall short warm cold dark light soft hard loud quiet clean
          dirty rich poor young heavy sharp sweet fresh deep wide narrow bright strong weak thick
          thin cheap calm rough smooth high low long
          """);

  /** Words without a meaning of their own here, to be used as labels. */
  static final List<String> LABELS =
      Grammar.words(
          """
          A B C D E X Y Z 1 2 3 4 5 yes no true false alpha beta gamma delta left right up down
          north south in out keep drop foo bar baz qux one two three type1 type2 type3 K1 K2 K3
          good bad accept reject high_risk low_risk pass fail hot cool first second third other
          group_a group_b group_c stop go open closed team-x team-y sun moon star plus minus zero
          """);

  private static final List<String> SYLLABLES =
      Grammar.words(
          """
          ba be bo da de do fa fi ga go ha jo ka ki ko la le lo ma mi mo na ne no pa pi ra re ro sa
          si so ta te to va vi wa xo ya zu lin mar tor vel dan kor pel sim gra tri
          """);

  private Lexicon() {}

  private static Map<String, List<String>> categories() {
    Map<String, List<String>> categories = new LinkedHashMap<>();
    for (String line : Grammar.lines(CATEGORY_WORDS)) {
      int colon = line.indexOf(':');
      categories.put(line.substring(0, colon), Grammar.words(line.substring(colon + 1)));
    }
    return categories;
  }

  static List<String> category(String name) {
    return CATEGORIES.getOrDefault(name, List.of());
  }

  /** A word that is no word: two or three syllables. */
  static String invented(RandomGenerator random) {
    StringBuilder word = new StringBuilder();
    int syllables = 2 + random.nextInt(2);
    for (int i = 0; i < syllables; i++) {
      word.append(Grammar.pick(SYLLABLES, random));
    }
    return word.toString();
  }

  /** A word to work on: a noun, an adjective in some cases, an invented one in others. */
  static String word(RandomGenerator random) {
    return switch (random.nextInt(8)) {
      case 0 -> invented(random);
      case 1, 2 -> Grammar.pick(ADJECTIVES, random);
      default -> Grammar.pick(NOUNS, random);
    };
  }

  /** Distinct words. */
  static List<String> words(int count, RandomGenerator random) {
    List<String> words = new ArrayList<>();
    while (words.size() < count) {
      String word = word(random);
      if (!words.contains(word)) {
        words.add(word);
      }
    }
    return List.copyOf(words);
  }

  /** Between {@code least} and {@code most} distinct words. */
  static List<String> someWords(int least, int most, RandomGenerator random) {
    return words(least + random.nextInt(most - least + 1), random);
  }

  /** Label words: mostly from the list, sometimes invented. */
  static List<String> labels(int count, RandomGenerator random) {
    if (random.nextInt(4) > 0) {
      return Seeds.sample(LABELS, count, random);
    }
    List<String> labels = new ArrayList<>();
    while (labels.size() < count) {
      String label = invented(random);
      if (!labels.contains(label)) {
        labels.add(label);
      }
    }
    return List.copyOf(labels);
  }

  /** The natural labels in one task of three, else as many without meaning. */
  static List<String> labelsFor(List<String> natural, RandomGenerator random) {
    return random.nextInt(3) == 0 ? natural : labels(natural.size(), random);
  }

  /** A whole number from {@code least} to {@code most}. */
  static int number(int least, int most, RandomGenerator random) {
    return least + random.nextInt(most - least + 1);
  }
}
