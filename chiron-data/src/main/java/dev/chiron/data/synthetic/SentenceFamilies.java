package dev.chiron.data.synthetic;

import dev.chiron.core.random.Seeds;
import dev.chiron.core.task.Example;
import dev.chiron.data.grammar.Grammar;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/** The topic, the tone, the intention or the facts of a sentence. */
final class SentenceFamilies {
  private static final Grammar GRAMMAR =
      Grammar.of(
          """
          name: Ada | Ben | Clara | Omar | Nina | Yusuf | Rosa | Igor | Mei | Tara
          when: today | yesterday | last night | on Friday | this morning | all week | in May | after lunch
          open: Well, | You know, | So | I think | They say | | | |

          cooking: {open} {name} stirred the soup {when}. | {open} the oven is hot and the dough is ready. | add salt and pepper to the {food} {when}. | {name} fried the {food} in a pan. | the recipe needs flour and {food}. | chop the {food} and boil it.
          food: onions | beans | rice | noodles | mushrooms | eggs
          travel: {name} booked a flight to {city} {when}. | {open} the train to {city} was late {when}. | our hotel in {city} had a view of the sea. | pack your suitcase for {city}. | {name} lost a passport at the airport of {city}. | the ferry leaves for {city} {when}.
          city: Genoa | Malmo | Ghent | Cork | Split | Faro
          health: {open} {name} has a fever and a cough {when}. | the doctor gave {name} some pills {when}. | my {part} hurts {when}. | {name} went to the hospital {when}. | the nurse looked at my {part}. | take the medicine {when}.
          part: knee | back | throat | shoulder | tooth
          school: {name} failed the exam in {subject} {when}. | {open} the teacher gave us homework in {subject}. | the pupils learn {subject} {when}. | {name} studies {subject} at the university. | the lesson in {subject} was cancelled {when}. | read chapter two for the {subject} class.
          subject: maths | history | physics | French | biology
          music: {name} plays the {instrument} in a band. | {open} the concert {when} was sold out. | {name} sang a song {when}. | the {instrument} was out of tune {when}. | the orchestra played a waltz {when}. | {name} wrote a melody for the {instrument}.
          instrument: guitar | piano | cello | flute | drums
          finance: {open} the bank raised the interest {when}. | {name} paid the rent {when}. | the shares of the {firm} fell {when}. | {name} took a loan for a house. | taxes on {firm} profits rise {when}. | {name} saved some money {when}.
          firm: steel company | airline | brewery | chip maker
          nature: the river froze {when}. | {open} snow fell in the hills {when}. | a storm broke two oaks {when}. | the bees fly to the {flower} {when}. | {name} saw a fox in the woods {when}. | rain filled the pond {when}.
          flower: clover | lavender | heather | apple trees
          sport: {name} scored twice {when}. | {open} the team won the match {when}. | the goalkeeper stopped the ball {when}. | {name} ran a race {when}. | the coach trains {name} {when}. | they lost the final {when}.

          praise: {open} the {show} {when} was {fine}. | I loved the {show}, it was {fine}. | what a {fine} {show}! | the {show} made me smile {when}. | {name} called the {show} {fine} and so do I. | I could see the {show} again and again.
          blame: {open} the {show} {when} was {poor}. | I hated the {show}, it was {poor}. | what a {poor} {show}! | the {show} made me yawn {when}. | {name} called the {show} {poor} and so do I. | I left the {show} before the end.
          neutral: {open} the {show} {when} began at eight. | the {show} has three parts. | {name} went to the {show} {when}. | there is a {show} {when}. | the {show} lasts two hours. | tickets for the {show} are sold {when}.
          show: film | play | musical | lecture | parade | circus | opera | exhibition
          fine: wonderful | brilliant | charming | moving | superb | delightful
          poor: dreadful | boring | tasteless | tiresome | awful | lame

          joy: {name} jumped with joy {when}. | hurray, I won {when}! | I am so happy {when}! | {name} could not stop smiling {when}. | what a lovely surprise {when}!
          anger: {name} slammed the door {when}. | how dare they do that {when}! | I am furious {when}! | {name} shouted at the driver {when}. | this makes my blood boil {when}!
          fear: {name} trembled in the dark {when}. | I am scared of what happens {when}. | what if they find us {when}? | {name} hid under the bed {when}. | I dare not go out {when}.
          sadness: {name} wept {when}. | I miss my old dog {when}. | tears ran down my face {when}. | {name} has been so lonely {when}. | my heart is broken {when}.

          greeting: hello {name}! | good morning, {name}. | hi, nice to see you {when}. | welcome back, {name}! | hey {name}, long time no see.
          thanks: thank you for the help {when}, {name}. | thanks a lot, {name}! | I am grateful for what you did {when}. | many thanks for the flowers, {name}. | how kind of you, {name}, thanks.
          apology: sorry that I was late {when}. | I apologise for {when}, {name}. | forgive me, {name}, it was my fault. | excuse me, I did not mean it {when}. | my mistake {when}, {name}, sorry.
          request: could you bring the chairs {when}, {name}? | please shut the window, {name}. | would you mind calling me {when}? | {name}, please water the plants {when}. | may I borrow your pen {when}, {name}?
          farewell: goodbye, {name}! | see you {when}, {name}. | bye, take care, {name}. | so long, {name}, have a good trip. | until next time, {name}.

          formal: Dear Mr {surname}, we kindly request your reply. | We hereby confirm the meeting {when}. | I would be grateful if you could attend {when}. | Please accept our sincere regards, {surname}. | The committee regrets to inform Ms {surname}.
          casual: hey dude, what's up {when}? | gonna grab a bite {when}, wanna come? | lol {name} is so cool. | yeah no worries mate. | c u {when}, {name} :)
          surname: Keller | Novak | Olsen | Rossi | Meyer | Quinn

          english: the {en} is in the house | I like the {en} very much | where is my {en}? | {name} has a small {en} | the {en} and the bread are here
          en: dog | book | water | friend | garden
          german: der {de} ist im Haus | ich mag {de} sehr | wo ist mein {de}? | {name} hat nur einen {de} | der {de} und das Brot sind hier
          de: Hund | Tisch | Freund | Garten | Apfel
          french: le {fr} est dans la maison | j'aime beaucoup le {fr} | où est mon {fr} ? | {name} a un petit {fr} | le {fr} et le pain sont ici
          fr: chien | livre | jardin | chat | fromage
          spanish: el {es} está en la casa | me gusta mucho el {es} | ¿dónde está mi {es}? | {name} tiene un {es} pequeño | el {es} y el pan están aquí
          es: perro | libro | amigo | gato | queso
          """);

  private static final List<String> TOPICS =
      List.of("cooking", "travel", "health", "school", "music", "finance", "nature", "sport");

  private SentenceFamilies() {}

  static List<SyntheticFamily> all() {
    return List.of(
        Family.of(
            "topic",
            """
            What is the sentence about?
            Give the topic of the text.
            Label the sentence by its subject.
            Classify the text.
            """,
            random -> kinds(Seeds.sample(TOPICS, Lexicon.number(2, 5, random), random), random)),
        Family.of(
            "opinion",
            """
            Does the speaker like the event?
            Label the opinion.
            How does the writer judge it?
            """,
            random ->
                kinds(
                    random.nextBoolean()
                        ? List.of("praise", "blame")
                        : List.of("praise", "blame", "neutral"),
                    random)),
        Family.of(
            "emotion",
            """
            Which feeling does the sentence show?
            Label the emotion.
            """,
            random -> some(List.of("joy", "anger", "fear", "sadness"), random)),
        Family.of(
            "speech-act",
            """
            What does the speaker do?
            Label the intention of the sentence.
            Which kind of utterance is it?
            """,
            random ->
                some(List.of("greeting", "thanks", "apology", "request", "farewell"), random)),
        Family.of(
            "register",
            """
            Is the style formal or casual? Give the label.
            Label the tone.
            """,
            random -> kinds(List.of("formal", "casual"), random)),
        Family.of(
            "human-language",
            """
            Which language is it?
            Label the language of the sentence.
            """,
            random -> some(List.of("english", "german", "french", "spanish"), random)),
        Family.of(
            "fact",
            """
            Give the $slot.
            Extract the $slot from the sentence.
            Which $slot is mentioned?
            """,
            SentenceFamilies::fact),
        Family.of(
            "facts-record",
            """
            Write the facts of the sentence as in the examples.
            Turn the sentence into a record.
            """,
            SentenceFamilies::factsRecord),
        Family.of(
            "quote",
            """
            Give the words in quotation marks.
            What was said?
            Copy the quoted text.
            """,
            SentenceFamilies::quote));
  }

  private static Rule some(List<String> kinds, RandomGenerator random) {
    int count = Lexicon.number(2, kinds.size(), random);
    return kinds(Seeds.sample(kinds, count, random), random);
  }

  private static Rule kinds(List<String> kinds, RandomGenerator random) {
    return Rule.classes(
        Lexicon.labelsFor(kinds, random),
        (each, next) -> GRAMMAR.sentence("{" + kinds.get(each) + "}", next));
  }

  private static final List<String> REPORTS =
      List.of(
          "%name from %city bought %number %colour %things.",
          "%number %colour %things were sold to %name in %city.",
          "In %city, %name lost %number %colour %things.",
          "%name sent %number %colour %things to %city.",
          "Who wants %number %colour %things? %name in %city does.");

  private static Map<String, String> facts(RandomGenerator random) {
    return Map.of(
        "name", Grammar.pick(Lexicon.NAMES, random),
        "city", Grammar.pick(Lexicon.category("city"), random),
        "number", Integer.toString(Lexicon.number(2, 60, random)),
        "colour", Grammar.pick(Lexicon.category("colour"), random),
        "things",
            Grammar.pick(List.of("lamps", "bowls", "kites", "ropes", "tiles", "vases"), random));
  }

  private static String filled(String template, Map<String, String> facts) {
    String text = template;
    for (Map.Entry<String, String> fact : facts.entrySet()) {
      text = text.replace("%" + fact.getKey(), fact.getValue());
    }
    return text;
  }

  private static Rule fact(RandomGenerator random) {
    String slot = Grammar.pick(List.of("name", "city", "number", "colour"), random);
    return Rule.examples(
            next -> {
              Map<String, String> facts = facts(next);
              return Example.of(
                  filled(Grammar.pick(REPORTS, next), facts), facts.getOrDefault(slot, ""));
            })
        .with("slot", slot);
  }

  private static Rule factsRecord(RandomGenerator random) {
    String form =
        Grammar.pick(
            List.of(
                "%name; %city",
                "%number %things",
                "%things (%colour)",
                "%city: %number",
                "%name=%number",
                "%colour %things for %name"),
            random);
    return Rule.examples(
        next -> {
          Map<String, String> facts = facts(next);
          return Example.of(filled(Grammar.pick(REPORTS, next), facts), filled(form, facts));
        });
  }

  private static Rule quote(RandomGenerator random) {
    return Rule.examples(
        next -> {
          String said = String.join(" ", Lexicon.someWords(1, 4, next));
          String text =
              GRAMMAR.sentence(
                  Grammar.pick(
                      List.of(
                          "{name} said \"$\" {when}.",
                          "\"$\" was written on the wall {when}.",
                          "{when} I heard \"$\" from {name}.",
                          "{name} asked: \"$\"?"),
                      next),
                  next);
          return Example.of(text.replace("$", said), said);
        });
  }
}
