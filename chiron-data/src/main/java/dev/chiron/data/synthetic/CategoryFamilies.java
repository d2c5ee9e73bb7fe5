package dev.chiron.data.synthetic;

import dev.chiron.core.random.Seeds;
import dev.chiron.core.task.Example;
import dev.chiron.data.grammar.Grammar;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What kind of thing a word is, mostly answered with labels that only demonstrations explain. */
final class CategoryFamilies {
  private CategoryFamilies() {}

  static List<SyntheticFamily> all() {
    return List.of(
        Family.of(
            "category-label",
            """
            Sort the word into its group.
            Which group does the word belong to?
            Label the word.
            Give the label of the item as in the examples.
            Classify the word.
            """,
            CategoryFamilies::categoryLabel),
        Family.of(
            "category-name",
            """
            What kind of thing is it?
            Name the category of the word.
            Give the general term.
            Say what this is: $choices.
            """,
            CategoryFamilies::categoryName),
        Family.of(
            "same-category",
            """
            Are the two words of the same kind?
            Say whether both words belong to one category.
            Compare the two words and give the label.
            Do these two go together?
            """,
            CategoryFamilies::sameCategory),
        Family.of(
            "odd-one-out",
            """
            Which word does not fit?
            Find the odd one out.
            Name the word that is of another kind than the rest.
            One of the words is different. Which?
            """,
            CategoryFamilies::oddOneOut),
        Family.of(
            "find-member",
            """
            Find the $kind in the list.
            Which of these is a kind of $kind?
            Pick out the word for a $kind.
            Extract the $kind.
            """,
            CategoryFamilies::findMember),
        Family.of(
            "count-members",
            """
            How many words of the kind "$kind" are in the list?
            Count the words that name a $kind.
            Give the number of items of the category $kind.
            """,
            CategoryFamilies::countMembers),
        Family.of(
            "list-kind",
            """
            What do the words have in common? Give the label.
            Classify the list.
            Label the list by what its words are.
            """,
            CategoryFamilies::listKind),
        Family.of(
            "word-in-sentence",
            """
            Label the sentence by the kind of thing that it mentions.
            Classify the sentence.
            Which label fits the text?
            What is mentioned in the sentence? Give the label.
            """,
            CategoryFamilies::wordInSentence),
        Family.of(
            "cluster-label",
            """
            Classify the text as in the examples.
            Give the class of the line.
            Which label does the text get?
            Decide on the label from the words of the text.
            """,
            CategoryFamilies::clusterLabel),
        Family.of(
            "marker-label",
            """
            The label depends on one word of the text. Give it.
            Find the marker and answer with its label.
            Classify the text by the marker in it.
            """,
            CategoryFamilies::markerLabel));
  }

  private static List<String> kinds(int least, int most, RandomGenerator random) {
    return Seeds.sample(Lexicon.CATEGORY_NAMES, Lexicon.number(least, most, random), random);
  }

  private static String member(String kind, RandomGenerator random) {
    return Grammar.pick(Lexicon.category(kind), random);
  }

  private static Rule categoryLabel(RandomGenerator random) {
    List<String> kinds = kinds(2, 5, random);
    return Rule.classes(
        Lexicon.labels(kinds.size(), random), (each, next) -> member(kinds.get(each), next));
  }

  private static Rule categoryName(RandomGenerator random) {
    List<String> kinds = kinds(2, 6, random);
    return Rule.classes(kinds, (each, next) -> member(kinds.get(each), next))
        .with("choices", String.join(", ", kinds));
  }

  private static Rule sameCategory(RandomGenerator random) {
    List<String> kinds = kinds(3, 5, random);
    Separator separator = Separator.draw(random);
    return Rule.classes(
        Lexicon.labels(2, random),
        (each, next) -> {
          List<String> two = Seeds.sample(kinds, 2, next);
          List<String> same = Seeds.sample(Lexicon.category(two.getFirst()), 2, next);
          return separator.join(
              List.of(same.getFirst(), each == 0 ? same.get(1) : member(two.get(1), next)));
        });
  }

  private static Rule oddOneOut(RandomGenerator random) {
    Separator separator = Separator.draw(random);
    int size = Lexicon.number(3, 5, random);
    return Rule.examples(
        next -> {
          List<String> two = Seeds.sample(Lexicon.CATEGORY_NAMES, 2, next);
          String odd = member(two.get(1), next);
          List<String> words =
              new ArrayList<>(Seeds.sample(Lexicon.category(two.getFirst()), size - 1, next));
          words.add(odd);
          return Example.of(separator.join(Seeds.shuffled(words, next)), odd);
        });
  }

  private static Rule findMember(RandomGenerator random) {
    Separator separator = Separator.draw(random);
    String kind = Grammar.pick(Lexicon.CATEGORY_NAMES, random);
    return Rule.examples(
            next -> {
              List<String> words = new ArrayList<>(others(kind, Lexicon.number(2, 4, next), next));
              String wanted = member(kind, next);
              words.add(wanted);
              return Example.of(separator.join(Seeds.shuffled(words, next)), wanted);
            })
        .with("kind", kind);
  }

  private static List<String> others(String kind, int count, RandomGenerator random) {
    List<String> pool =
        Lexicon.CATEGORY_NAMES.stream()
            .filter(name -> !name.equals(kind))
            .flatMap(name -> Lexicon.category(name).stream())
            .toList();
    return Seeds.sample(pool, count, random);
  }

  private static Rule countMembers(RandomGenerator random) {
    Separator separator = Separator.draw(random);
    String kind = Grammar.pick(Lexicon.CATEGORY_NAMES, random);
    return Rule.examples(
            next -> {
              int count = next.nextInt(4);
              List<String> words = new ArrayList<>(others(kind, Lexicon.number(1, 3, next), next));
              words.addAll(Seeds.sample(Lexicon.category(kind), count, next));
              return Example.of(
                  separator.join(Seeds.shuffled(words, next)), Integer.toString(count));
            })
        .with("kind", kind);
  }

  private static Rule listKind(RandomGenerator random) {
    List<String> kinds = kinds(2, 4, random);
    Separator separator = Separator.draw(random);
    return Rule.classes(
        Lexicon.labels(kinds.size(), random),
        (each, next) ->
            separator.join(
                Seeds.sample(Lexicon.category(kinds.get(each)), Lexicon.number(2, 4, next), next)));
  }

  private static final Grammar FRAMES =
      Grammar.of(
          """
          who: My aunt | The old man | {name} | Nobody | The boy next door | Her friend | We all
          name: Ada | Ben | Clara | Omar | Nina | Yusuf
          did: talked about | dreamt of | wrote about | thought of | asked about | forgot | noticed | drew a picture of
          when: yesterday | last week | at noon | on Sunday | again | for hours | this morning
          frame: {who} {did} $ {when}.
            | {when}, {who} {did} $.
            | {who} said that "$" was the right word.
            | There was something about $ in the paper {when}.
            | What {who} {did} {when} was $.
          """);

  private static Rule wordInSentence(RandomGenerator random) {
    List<String> kinds = kinds(2, 4, random);
    return Rule.classes(
        Lexicon.labelsFor(kinds, random),
        (each, next) ->
            FRAMES.sentence("{frame}", next).replace("$", member(kinds.get(each), next)));
  }

  /** Every class has words of its own, drawn anew for each task, among words that say nothing. */
  private static Rule clusterLabel(RandomGenerator random) {
    int classes = Lexicon.number(2, 6, random);
    int each = Lexicon.number(2, 6, random);
    List<String> drawn = Lexicon.words(classes * each + 25, random);
    List<String> noise = drawn.subList(classes * each, drawn.size());
    return Rule.classes(
        Lexicon.labels(classes, random),
        (index, next) -> {
          List<String> own = drawn.subList(index * each, (index + 1) * each);
          List<String> words = new ArrayList<>(Seeds.sample(own, 1 + next.nextInt(2), next));
          words.addAll(Seeds.sample(noise, Lexicon.number(2, 6, next), next));
          return String.join(" ", Seeds.shuffled(words, next));
        });
  }

  private static Rule markerLabel(RandomGenerator random) {
    int classes = Lexicon.number(2, 5, random);
    List<String> markers =
        IntStream.range(0, classes)
            .mapToObj(i -> Lexicon.invented(random) + i)
            .collect(Collectors.toList());
    return Rule.classes(
        Lexicon.labels(classes, random),
        (index, next) ->
            FRAMES
                .sentence("{frame}", next)
                .replace(
                    "$", "the " + Grammar.pick(Lexicon.NOUNS, next) + " " + markers.get(index)));
  }
}
