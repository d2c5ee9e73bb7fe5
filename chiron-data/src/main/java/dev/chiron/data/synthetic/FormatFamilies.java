package dev.chiron.data.synthetic;

import dev.chiron.core.task.Example;
import dev.chiron.data.grammar.Grammar;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;

/** One way of writing to another: names, mail addresses, paths, amounts, times, records. */
final class FormatFamilies {
  private static final List<String> EXTENSIONS =
      Grammar.words("txt pdf png doc mp3 zip html jpg wav odt");

  private FormatFamilies() {}

  static List<SyntheticFamily> all() {
    return List.of(
        Family.of(
            "name-order",
            "Write the surname first, then a comma.\nTurn the name around as in a register.",
            random -> people("%f %l", "%l, %f")),
        Family.of(
            "natural-name",
            "Write the name in its natural order.\nFirst name first, without a comma.",
            random -> people("%l, %f", "%f %l")),
        Family.of(
            "short-name",
            "Shorten the first name to its initial.\nAbbreviate the first name.",
            random -> people("%f %l", "%i. %l")),
        Family.of(
            "surname",
            "Give the surname.\nWhat is the family name?",
            random -> people("%f %l", "%l")),
        Family.of(
            "mail-address",
            "Build the mail address at $domain.\nGive the address.",
            FormatFamilies::mail),
        Family.map(
            "mail-domain",
            "Give the domain of the mail address.\nWhat stands after the @?",
            random ->
                Lexicon.invented(random)
                    + "@"
                    + Lexicon.invented(random)
                    + Grammar.pick(List.of(".com", ".org", ".net"), random),
            text -> text.substring(text.indexOf('@') + 1)),
        Family.map(
            "file-extension",
            "Give the extension of the file.\nWhat kind of file is it? Give its ending.",
            FormatFamilies::path,
            text -> text.substring(text.lastIndexOf('.') + 1)),
        Family.map(
            "file-name",
            "Give the file name without its folders.\nWhat is the last part of the path?",
            FormatFamilies::path,
            text -> text.substring(text.lastIndexOf('/') + 1)),
        Family.map(
            "folder",
            "Give the folder of the file.\nIn which folder is the file?",
            FormatFamilies::path,
            text -> text.substring(0, text.lastIndexOf('/'))),
        Family.of(
            "change-extension",
            "Change the extension to $extension.\nGive the name as a $extension file.",
            FormatFamilies::changeExtension),
        Family.map(
            "clock",
            "Write the time on the 24-hour clock.\nGive the time from 0 to 24 hours.",
            random ->
                Lexicon.number(1, 11, random)
                    + Grammar.pick(List.of("", ":15", ":30", ":45"), random)
                    + Grammar.pick(List.of(" am", " pm"), random),
            FormatFamilies::clock),
        Family.of(
            "money",
            "Write the amount as in the examples.\nRewrite the sum of money.",
            FormatFamilies::money),
        Family.of(
            "reorder-fields",
            "Change the order of the fields as in the examples.\nRearrange the record.",
            FormatFamilies::reorder),
        Family.of(
            "to-key-value",
            "Name the fields of the record: $names.\nWrite the record with the keys $names.",
            FormatFamilies::toKeyValue),
        Family.map(
            "group-digits",
            "Put a hyphen after the third digit.\nGroup the digits as three and four.",
            random -> Integer.toString(Lexicon.number(1000000, 9999999, random)),
            text -> text.substring(0, 3) + "-" + text.substring(3)),
        Family.map(
            "to-list",
            "Write one sentence that lists the words, with commas and \"and\".\nJoin the words as in a sentence.",
            random -> String.join(" ", Lexicon.someWords(2, 4, random)),
            FormatFamilies::enumerated),
        Family.map(
            "to-call",
            "Write the command as a function call.\nFirst word: the function; the rest: its arguments.",
            random -> String.join(" ", Lexicon.someWords(2, 4, random)),
            text -> text.replaceFirst(" ", "(").replace(" ", ", ") + ")"),
        Family.map(
            "from-call",
            "Write the function call as plain words.\nRemove the brackets and commas.",
            random ->
                String.join(" ", Lexicon.someWords(2, 4, random))
                        .replaceFirst(" ", "(")
                        .replace(" ", ", ")
                    + ")",
            text -> text.replace("(", " ").replace(", ", " ").replace(")", "")),
        Family.map(
            "hashtags",
            "Turn each word into a hashtag.\nPut # before every word.",
            random -> String.join(" ", Lexicon.someWords(1, 4, random)),
            text -> "#" + text.replace(" ", " #")));
  }

  private static Rule people(String from, String to) {
    return Rule.examples(
        next -> {
          String first = Grammar.pick(Lexicon.NAMES, next);
          String last = Grammar.pick(Lexicon.SURNAMES, next);
          return Example.of(name(from, first, last), name(to, first, last));
        });
  }

  private static String name(String form, String first, String last) {
    return form.replace("%f", first).replace("%l", last).replace("%i", first.substring(0, 1));
  }

  private static Rule mail(RandomGenerator random) {
    String domain =
        Lexicon.invented(random) + Grammar.pick(List.of(".com", ".org", ".net"), random);
    String form = Grammar.pick(List.of("%f.%l", "%i.%l", "%l", "%f-%l"), random);
    return Rule.examples(
            next -> {
              String first = Grammar.pick(Lexicon.NAMES, next);
              String last = Grammar.pick(Lexicon.SURNAMES, next);
              return Example.of(
                  first + " " + last,
                  name(form, first, last).toLowerCase(Locale.ROOT) + "@" + domain);
            })
        .with("domain", domain);
  }

  private static String path(RandomGenerator random) {
    return "/"
        + String.join("/", Lexicon.someWords(1, 3, random))
        + "/"
        + Lexicon.word(random)
        + "."
        + Grammar.pick(EXTENSIONS, random);
  }

  private static Rule changeExtension(RandomGenerator random) {
    String extension = Grammar.pick(EXTENSIONS, random);
    return Rule.map(
            next -> Lexicon.word(next) + "." + Grammar.pick(EXTENSIONS, next),
            text -> text.substring(0, text.lastIndexOf('.') + 1) + extension)
        .with("extension", extension);
  }

  private static String clock(String text) {
    String time = text.substring(0, text.indexOf(' '));
    int colon = time.indexOf(':');
    int hour = Integer.parseInt(colon < 0 ? time : time.substring(0, colon));
    return (text.endsWith("pm") ? hour + 12 : hour) + (colon < 0 ? ":00" : time.substring(colon));
  }

  private static Rule money(RandomGenerator random) {
    List<String> forms =
        List.of(
            "$%n",
            "%n dollars", "%n USD", "USD %n", "EUR %n", "%n euros", "€%n", "£%n", "%n pounds");
    String from = Grammar.pick(forms, random);
    String to = Grammar.pick(forms, random);
    return Rule.examples(
        next -> {
          String amount = Integer.toString(Lexicon.number(2, 500, next));
          return Example.of(from.replace("%n", amount), to.replace("%n", amount));
        });
  }

  private static Rule reorder(RandomGenerator random) {
    List<String> from = List.of("%n, %c, %a", "%n;%c;%a", "%n | %c | %a", "%n from %c (%a)");
    List<String> to =
        List.of(
            "%c: %n", "%a %n", "%n is %a", "%c, %n, %a", "%n lives in %c", "%n/%c", "%a | %n | %c");
    String source = Grammar.pick(from, random);
    String target = Grammar.pick(to, random);
    return Rule.examples(
        next -> {
          String name = Grammar.pick(Lexicon.NAMES, next);
          String city = Grammar.pick(Lexicon.category("city"), next);
          String age = Integer.toString(Lexicon.number(18, 80, next));
          return Example.of(record(source, name, city, age), record(target, name, city, age));
        });
  }

  private static String record(String form, String name, String city, String age) {
    return form.replace("%n", name).replace("%c", city).replace("%a", age);
  }

  private static Rule toKeyValue(RandomGenerator random) {
    List<String> keys = Lexicon.someWords(2, 3, random);
    String sign = Grammar.pick(List.of("=", ": ", " -> "), random);
    Separator separator = Separator.draw(random);
    return Rule.examples(
            next -> {
              List<String> values = Lexicon.words(keys.size(), next);
              List<String> pairs = new ArrayList<>();
              for (int i = 0; i < keys.size(); i++) {
                pairs.add(keys.get(i) + sign + values.get(i));
              }
              return Example.of(separator.join(values), separator.join(pairs));
            })
        .with("names", String.join(", ", keys));
  }

  private static String enumerated(String text) {
    int last = text.lastIndexOf(' ');
    return text.substring(0, last).replace(" ", ", ") + " and " + text.substring(last + 1);
  }
}
