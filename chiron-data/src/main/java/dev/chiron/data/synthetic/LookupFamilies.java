package dev.chiron.data.synthetic;

import dev.chiron.core.random.Seeds;
import dev.chiron.core.task.Example;
import dev.chiron.data.grammar.Grammar;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/** Looking up: in the input, in the demonstrations, or in common knowledge. */
final class LookupFamilies {
  private static final List<String> KEYS =
      Grammar.words(
          """
          name colour shape taste owner place weight author genre pet song age seat food room
          floor shelf cover mood grade flavour brand sound guest season shop street day dish class
          """);

  private static final String CAPITALS =
      """
      France:Paris Spain:Madrid Italy:Rome Norway:Oslo Japan:Tokyo Egypt:Cairo Peru:Lima
      Poland:Warsaw Greece:Athens Germany:Berlin Austria:Vienna Portugal:Lisbon Ireland:Dublin
      Finland:Helsinki Hungary:Budapest Cuba:Havana Kenya:Nairobi Russia:Moscow Belgium:Brussels
      Denmark:Copenhagen Sweden:Stockholm Chile:Santiago Turkey:Ankara Iran:Tehran Canada:Ottawa
      China:Beijing Serbia:Belgrade Nepal:Kathmandu Iceland:Reykjavik Bulgaria:Sofia
      """;
  private static final String YOUNG =
      """
      cat:kitten dog:puppy cow:calf horse:foal sheep:lamb goat:kid duck:duckling hen:chick
      lion:cub goose:gosling deer:fawn frog:tadpole swan:cygnet kangaroo:joey owl:owlet pig:piglet
      """;
  private static final String SOUNDS =
      """
      cat:meow dog:bark cow:moo horse:neigh sheep:baa duck:quack lion:roar wolf:howl bee:buzz
      snake:hiss owl:hoot pig:oink crow:caw frog:croak mouse:squeak pigeon:coo donkey:bray
      """;
  private static final String OPPOSITES =
      """
      big:small hot:cold new:old fast:slow high:low long:short full:empty open:closed rich:poor
      light:dark happy:sad hard:soft early:late strong:weak wet:dry thick:thin wide:narrow
      loud:quiet near:far right:wrong clean:dirty cheap:expensive deep:shallow sharp:blunt
      up:down in:out begin:end buy:sell give:take push:pull win:lose love:hate
      """;
  private static final String GERMAN =
      """
      dog:Hund cat:Katze house:Haus tree:Baum water:Wasser bread:Brot book:Buch hand:Hand
      table:Tisch day:Tag night:Nacht sun:Sonne moon:Mond milk:Milch door:Tür red:rot green:grün
      big:groß small:klein one:eins two:zwei three:drei friend:Freund school:Schule child:Kind
      """;
  private static final String FRENCH =
      """
      dog:chien cat:chat house:maison tree:arbre water:eau bread:pain book:livre hand:main
      table:table day:jour night:nuit sun:soleil moon:lune milk:lait door:porte red:rouge
      green:vert big:grand small:petit one:un two:deux three:trois friend:ami school:école
      """;
  private static final String SPANISH =
      """
      dog:perro cat:gato house:casa tree:árbol water:agua bread:pan book:libro hand:mano
      table:mesa day:día night:noche sun:sol moon:luna milk:leche door:puerta red:rojo green:verde
      big:grande small:pequeño one:uno two:dos three:tres friend:amigo school:escuela child:niño
      """;

  private LookupFamilies() {}

  static List<SyntheticFamily> all() {
    return List.of(
        Family.of(
            "key-value",
            """
            Give the value of the key that is asked for.
            Look up the key.
            Answer with what belongs to the key.
            """,
            LookupFamilies::keyValue),
        Family.of(
            "fixed-key",
            """
            Give the $key.
            Extract the value of $key.
            What is the $key?
            """,
            LookupFamilies::fixedKey),
        Family.of(
            "key-of-value",
            """
            Which key has the value that is asked for?
            Give the key of the value.
            """,
            LookupFamilies::keyOfValue),
        Family.of(
            "word-code",
            """
            Translate the word by the code of the examples.
            Each word has a fixed partner. Give it.
            Answer with the partner of the word.
            """,
            LookupFamilies::wordCode),
        Family.of(
            "list-code",
            """
            Translate each word by the code of the examples.
            Replace every word by its partner.
            """,
            LookupFamilies::listCode),
        Family.of(
            "who-has-what",
            """
            Answer the question from the sentence.
            Read and answer.
            Who or what is asked for?
            """,
            LookupFamilies::whoHasWhat),
        known("capital-city", "Give the capital of the country.\nName the capital city.", CAPITALS),
        known("young-animal", "What is the young of the animal called?", YOUNG),
        known("animal-sound", "What sound does the animal make?", SOUNDS),
        known("opposite", "Give the opposite.\nName the antonym of the word.", OPPOSITES),
        known("to-german", "Translate into German.\nGive the German word.", GERMAN),
        known("to-french", "Translate into French.\nGive the French word.", FRENCH),
        known("to-spanish", "Translate into Spanish.\nGive the Spanish word.", SPANISH));
  }

  /** Common knowledge, from pairs {@code input:answer}. */
  private static Family known(String name, String instructions, String pairs) {
    Map<String, String> forth = new LinkedHashMap<>();
    for (String pair : Grammar.words(pairs)) {
      forth.put(pair.substring(0, pair.indexOf(':')), pair.substring(pair.indexOf(':') + 1));
    }
    List<String> inputs = List.copyOf(forth.keySet());
    return Family.map(
        name,
        instructions,
        random -> Grammar.pick(inputs, random),
        input -> forth.getOrDefault(input, ""));
  }

  /** One way to write a list of keys with values. */
  private record Syntax(String pair, String between, String open, String close) {
    private static final List<Syntax> ALL =
        List.of(
            new Syntax("%k=%v", " ", "", ""),
            new Syntax("%k=%v", "; ", "", ""),
            new Syntax("%k: %v", ", ", "", ""),
            new Syntax("%k: %v", " | ", "", ""),
            new Syntax("%k -> %v", "; ", "", ""),
            new Syntax("<%k>%v</%k>", "", "", ""),
            new Syntax("(%k %v)", " ", "(", ")"),
            new Syntax("%k=\"%v\"", " ", "<item ", "/>"),
            new Syntax("%k is %v", ", ", "", "."),
            new Syntax("[%k] %v", " ", "", ""),
            new Syntax("--%k %v", " ", "run ", ""),
            new Syntax("%k=%v", "&", "?", ""));

    String write(Map<String, String> values) {
      return values.entrySet().stream()
          .map(entry -> pair.replace("%k", entry.getKey()).replace("%v", entry.getValue()))
          .collect(Collectors.joining(between, open, close));
    }
  }

  private static Map<String, String> entries(List<String> keys, RandomGenerator random) {
    List<String> words = Lexicon.words(keys.size(), random);
    Map<String, String> entries = new LinkedHashMap<>();
    for (int i = 0; i < keys.size(); i++) {
      boolean number = random.nextInt(3) == 0;
      // Numbers keep their place in the tens so that values stay distinct.
      String value = number ? Integer.toString(10 * i + random.nextInt(10)) : words.get(i);
      entries.put(keys.get(i), value);
    }
    return entries;
  }

  private static Rule keyValue(RandomGenerator random) {
    Syntax syntax = Grammar.pick(Syntax.ALL, random);
    String question = Grammar.pick(List.of("%k of %s", "%s ; %k", "%k? %s", "%s => %k"), random);
    return Rule.examples(
        next -> {
          List<String> keys = Seeds.sample(KEYS, Lexicon.number(2, 4, next), next);
          Map<String, String> entries = entries(keys, next);
          String asked = Grammar.pick(keys, next);
          return Example.of(
              question.replace("%s", syntax.write(entries)).replace("%k", asked),
              entries.getOrDefault(asked, ""));
        });
  }

  private static Rule fixedKey(RandomGenerator random) {
    Syntax syntax = Grammar.pick(Syntax.ALL, random);
    String key = Grammar.pick(KEYS, random);
    List<String> rest = KEYS.stream().filter(each -> !each.equals(key)).toList();
    return Rule.examples(
            next -> {
              List<String> keys =
                  new ArrayList<>(Seeds.sample(rest, Lexicon.number(1, 3, next), next));
              keys.add(key);
              Map<String, String> entries = entries(Seeds.shuffled(keys, next), next);
              return Example.of(syntax.write(entries), entries.getOrDefault(key, ""));
            })
        .with("key", key);
  }

  private static Rule keyOfValue(RandomGenerator random) {
    Syntax syntax = Grammar.pick(Syntax.ALL, random);
    return Rule.examples(
        next -> {
          List<String> keys = Seeds.sample(KEYS, Lexicon.number(2, 4, next), next);
          Map<String, String> entries = entries(keys, next);
          String key = Grammar.pick(keys, next);
          return Example.of(syntax.write(entries) + " ; " + entries.getOrDefault(key, ""), key);
        });
  }

  private static Map<String, String> code(int size, RandomGenerator random) {
    List<String> words = Lexicon.words(2 * size, random);
    Map<String, String> code = new LinkedHashMap<>();
    for (int i = 0; i < size; i++) {
      code.put(words.get(i), words.get(size + i));
    }
    return code;
  }

  private static Rule wordCode(RandomGenerator random) {
    Map<String, String> code = code(Lexicon.number(3, 8, random), random);
    List<String> words = List.copyOf(code.keySet());
    return Rule.map(next -> Grammar.pick(words, next), word -> code.getOrDefault(word, ""));
  }

  private static Rule listCode(RandomGenerator random) {
    Separator separator = Separator.draw(random);
    Map<String, String> code = code(Lexicon.number(3, 5, random), random);
    List<String> words = List.copyOf(code.keySet());
    return Rule.map(
        next -> separator.join(Seeds.sample(words, Lexicon.number(1, 3, next), next)),
        list ->
            separator.join(
                separator.split(list).stream().map(word -> code.getOrDefault(word, "")).toList()));
  }

  private static Rule whoHasWhat(RandomGenerator random) {
    String verb = Grammar.pick(List.of("has", "likes", "wants", "carries", "sells"), random);
    boolean askWho = random.nextBoolean();
    return Rule.examples(
        next -> {
          int count = Lexicon.number(2, 3, next);
          List<String> people = Seeds.sample(Lexicon.NAMES, count, next);
          List<String> things = Seeds.sample(Lexicon.category("tool"), count, next);
          List<String> facts = new ArrayList<>();
          for (int i = 0; i < count; i++) {
            facts.add(people.get(i) + " " + verb + " the " + things.get(i) + ".");
          }
          int asked = next.nextInt(count);
          String question =
              askWho
                  ? "Who " + verb + " the " + things.get(asked) + "?"
                  : "And " + people.get(asked) + "?";
          return Example.of(
              String.join(" ", facts) + " " + question,
              askWho ? people.get(asked) : things.get(asked));
        });
  }
}
