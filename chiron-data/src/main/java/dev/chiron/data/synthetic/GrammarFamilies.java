package dev.chiron.data.synthetic;

import dev.chiron.core.task.Example;
import dev.chiron.data.grammar.Grammar;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/** Changes of English words and sentences. */
final class GrammarFamilies {
  /**
   * A verb that takes an object.
   *
   * @param base such as {@code write}
   * @param third such as {@code writes}
   * @param past such as {@code wrote}
   * @param participle such as {@code written}
   * @param progressive such as {@code writing}
   */
  private record Verb(
      String base, String third, String past, String participle, String progressive) {
    static Verb of(String line) {
      List<String> forms = Grammar.words(line);
      return new Verb(forms.get(0), forms.get(1), forms.get(2), forms.get(3), forms.get(4));
    }
  }

  private static final List<Verb> VERBS =
      Grammar.lines(
              """
              paint paints painted painted painting
              clean cleans cleaned cleaned cleaning
              open opens opened opened opening
              watch watches watched watched watching
              wash washes washed washed washing
              carry carries carried carried carrying
              push pushes pushed pushed pushing
              move moves moved moved moving
              use uses used used using
              like likes liked liked liking
              love loves loved loved loving
              repair repairs repaired repaired repairing
              buy buys bought bought buying
              sell sells sold sold selling
              find finds found found finding
              lose loses lost lost losing
              see sees saw seen seeing
              take takes took taken taking
              break breaks broke broken breaking
              hide hides hid hidden hiding
              choose chooses chose chosen choosing
              bring brings brought brought bringing
              hold holds held held holding
              steal steals stole stolen stealing
              draw draws drew drawn drawing
              forget forgets forgot forgotten forgetting
              keep keeps kept kept keeping
              send sends sent sent sending
              build builds built built building
              drop drops dropped dropped dropping
              need needs needed needed needing
              check checks checked checked checking
              count counts counted counted counting
              test tests tested tested testing
              touch touches touched touched touching
              copy copies copied copied copying
              fix fixes fixed fixed fixing
              describe describes described described describing
              measure measures measured measured measuring
              throw throws threw thrown throwing
              """)
          .stream()
          .map(Verb::of)
          .toList();

  private static final List<String> COMPARATIVES =
      Grammar.words(
          """
          big:bigger:biggest small:smaller:smallest old:older:oldest new:newer:newest
          fast:faster:fastest slow:slower:slowest tall:taller:tallest short:shorter:shortest
          warm:warmer:warmest cold:colder:coldest dark:darker:darkest light:lighter:lightest
          hot:hotter:hottest thin:thinner:thinnest wet:wetter:wettest happy:happier:happiest
          easy:easier:easiest heavy:heavier:heaviest dirty:dirtier:dirtiest pretty:prettier:prettiest
          busy:busier:busiest nice:nicer:nicest wide:wider:widest late:later:latest large:larger:largest
          good:better:best bad:worse:worst strong:stronger:strongest weak:weaker:weakest
          rich:richer:richest clean:cleaner:cleanest deep:deeper:deepest funny:funnier:funniest
          """);

  private GrammarFamilies() {}

  static List<SyntheticFamily> all() {
    return List.of(
        verbs(
            "past-tense",
            "Give the past tense of the verb.\nPut the verb into the past.",
            Verb::base,
            Verb::past),
        verbs(
            "base-form",
            "Give the base form of the verb.\nUndo the past tense.",
            Verb::past,
            Verb::base),
        verbs("ing-form", "Give the -ing form of the verb.", Verb::base, Verb::progressive),
        verbs(
            "participle",
            "Give the past participle.\nGive the form that follows \"has\".",
            Verb::base,
            Verb::participle),
        degrees("comparative", "Give the comparative.\nPut the adjective before \"than\".", 1),
        degrees(
            "superlative", "Give the superlative.\nGive the highest degree of the adjective.", 2),
        Family.map(
            "article",
            "Put a or an before the word.\nAdd the indefinite article.",
            random ->
                Grammar.pick(
                    Lexicon.CATEGORIES.getOrDefault(
                        Grammar.pick(
                            List.of("animal", "fruit", "tool", "furniture", "job", "instrument"),
                            random),
                        List.of()),
                    random),
            word -> ("aeiou".indexOf(word.charAt(0)) >= 0 ? "an " : "a ") + word),
        sentences(
            "sentence-past",
            "Put the sentence into the past.\nTell it as if it was yesterday.",
            c -> c.with(c.verb().third()),
            c -> c.with(c.verb().past())),
        sentences(
            "sentence-future",
            "Put the sentence into the future with \"will\".\nTell it as if it is to come.",
            c -> c.with(c.verb().third()),
            c -> c.with("will " + c.verb().base())),
        sentences(
            "sentence-present",
            "Put the sentence into the present.",
            c -> c.with(c.verb().past()),
            c -> c.with(c.verb().third())),
        sentences(
            "negate",
            "Negate the sentence.\nSay the contrary with \"not\".",
            c -> c.with(c.verb().third()),
            c -> c.with("does not " + c.verb().base())),
        sentences(
            "affirm",
            "Take the negation out of the sentence.",
            c -> c.with("did not " + c.verb().base()),
            c -> c.with(c.verb().past())),
        sentences(
            "ask",
            "Turn the sentence into a question.\nAsk whether it is so.",
            c -> c.with(c.verb().third()),
            c -> "Does " + c.who() + " " + c.verb().base() + " " + c.what() + "?"),
        sentences(
            "passive",
            "Put the sentence into the passive.\nBegin with the object.",
            c -> c.with(c.verb().past()),
            c -> upper(c.what()) + " was " + c.verb().participle() + " by " + c.who() + "."),
        sentences(
            "subject",
            "Who is the subject?\nGive the subject of the sentence.",
            c -> c.with(c.verb().past()),
            Clause::who),
        sentences(
            "object",
            "Give the object of the sentence.\nWhat is acted on?",
            c -> c.with(c.verb().past()),
            Clause::what),
        sentences(
            "verb",
            "Give the verb of the sentence.\nWhat is done?",
            c -> c.with(c.verb().past()),
            c -> c.verb().past()),
        sentences(
            "pronoun",
            "Replace the name by \"they\".\nUse the pronoun \"they\" for the person.",
            c -> c.with(c.verb().past()),
            c -> "They " + c.verb().past() + " " + c.what() + "."),
        sentences(
            "short-report",
            "Shorten the sentence to verb and noun.\nGive a headline as in the examples.",
            c -> c.with(c.verb().past()),
            c -> c.what().replace("the ", "") + " " + c.verb().participle()),
        Family.of(
            "tense-label",
            "Give the label of the tense.\nClassify the sentence by its tense.",
            GrammarFamilies::tense),
        Family.of(
            "form-label",
            "Statement, question or denial? Give the label.\nClassify the form of the sentence.",
            GrammarFamilies::form),
        Family.of(
            "word-class",
            "What kind of word is it? Give the label.\nLabel the word by its word class.",
            GrammarFamilies::wordClass));
  }

  private static Family verbs(
      String name, String instructions, Function<Verb, String> from, Function<Verb, String> to) {
    return Family.of(
        name,
        instructions,
        random ->
            Rule.examples(
                next -> {
                  Verb verb = Grammar.pick(VERBS, next);
                  return Example.of(from.apply(verb), to.apply(verb));
                }));
  }

  private static Family degrees(String name, String instructions, int degree) {
    return Family.map(
        name,
        instructions,
        random -> {
          String triple = Grammar.pick(COMPARATIVES, random);
          return triple.substring(0, triple.indexOf(':'));
        },
        word ->
            COMPARATIVES.stream()
                .filter(triple -> triple.startsWith(word + ":"))
                .findFirst()
                .orElseThrow()
                .split(":")[degree]);
  }

  private record Clause(String who, Verb verb, String what) {
    static Clause draw(RandomGenerator random) {
      String kind = Grammar.pick(List.of("tool", "furniture", "clothing", "instrument"), random);
      String noun = Grammar.pick(Lexicon.category(kind), random);
      if (random.nextInt(3) == 0) {
        noun = Grammar.pick(Lexicon.ADJECTIVES, random) + " " + noun;
      }
      return new Clause(
          Grammar.pick(Lexicon.NAMES, random), Grammar.pick(VERBS, random), "the " + noun);
    }

    String with(String form) {
      return who + " " + form + " " + what + ".";
    }
  }

  private static Family sentences(
      String name,
      String instructions,
      Function<Clause, String> from,
      Function<Clause, String> to) {
    return Family.of(
        name,
        instructions,
        random ->
            Rule.examples(
                next -> {
                  Clause clause = Clause.draw(next);
                  return Example.of(from.apply(clause), to.apply(clause));
                }));
  }

  private static String upper(String text) {
    return Character.toUpperCase(text.charAt(0)) + text.substring(1);
  }

  private static Rule labelled(
      RandomGenerator random, List<String> natural, BiFunction<Integer, Clause, String> sentence) {
    return Rule.classes(
        Lexicon.labelsFor(natural, random),
        (each, next) -> sentence.apply(each, Clause.draw(next)));
  }

  private static Rule tense(RandomGenerator random) {
    return labelled(
        random,
        List.of("past", "present", "future"),
        (each, c) ->
            c.with(
                switch (each) {
                  case 0 -> c.verb().past();
                  case 1 -> c.verb().third();
                  default -> "will " + c.verb().base();
                }));
  }

  private static Rule form(RandomGenerator random) {
    return labelled(
        random,
        List.of("statement", "question", "denial"),
        (each, c) ->
            switch (each) {
              case 0 -> c.with(c.verb().past());
              case 1 -> "Did " + c.who() + " " + c.verb().base() + " " + c.what() + "?";
              default -> c.with("did not " + c.verb().base());
            });
  }

  private static Rule wordClass(RandomGenerator random) {
    List<String> natural = List.of("noun", "verb", "adjective", "name");
    return Rule.classes(
        Lexicon.labelsFor(natural, random),
        (each, next) ->
            switch (each) {
              case 0 -> Grammar.pick(Lexicon.category("furniture"), next);
              case 1 -> Grammar.pick(VERBS, next).past();
              case 2 -> Grammar.pick(Lexicon.ADJECTIVES, next);
              default -> Grammar.pick(Lexicon.NAMES, next);
            });
  }
}
