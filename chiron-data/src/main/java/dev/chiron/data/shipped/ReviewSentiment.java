package dev.chiron.data.shipped;

import dev.chiron.core.task.Example;
import dev.chiron.data.grammar.Grammar;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * A product review to positive or negative, put together so that words alone do not decide.
 *
 * <p>A third of the reviews are plain, a third negate ({@code not at all noisy}), a third contrast
 * two sides and end with the verdict; there the words of both sides occur in both labels. Test
 * alone uses the held-out nouns and the held-out verdicts.
 */
final class ReviewSentiment implements TaskSource {
  private static final Grammar GRAMMAR =
      Grammar.of(
          """
          product: kettle | headset | rucksack | vacuum cleaner | blender | watch | keyboard | lamp | tent | printer | office chair | razor | speaker | saucepan | drill
          unseenproduct: toaster | bicycle pump | notebook | fan heater | coffee mill | jacket
          time: After two weeks | After a month | Since Christmas | From the first day | In daily use | On my last trip
          intro: I bought this {product} for my {who}. | Got the {product} as a gift. | Second {product} I own. | My {who} wanted this {product}. | Ordered the {product} on a whim. | | |
          unseenintro: This {unseenproduct} was on my list for long. | My {who} uses this {unseenproduct} a lot. | I own the {unseenproduct} in red.
          who: mother | brother | neighbour | daughter | uncle | flatmate | son
          good: sturdy | quiet | easy to clean | well made | comfortable | fast | reliable | light | handy | pretty
          bad: flimsy | noisy | hard to clean | badly made | clumsy | slow | unreliable | heavy | fragile | ugly
          goodthing: the battery lasts for days | the handle feels great | it still looks like new | the manual is clear | setting it up took a minute | it does what it should | the price is fair
          badthing: the battery dies by noon | the handle came off | the paint peels | the manual is useless | setting it up took all evening | it stopped working | the price is a joke
          goodend: I would buy it again. | Well worth the money. | I warmly recommend it. | Five stars. | My best purchase this year. | I am very happy with it.
          badend: I want my money back. | Not worth the money. | I cannot recommend it. | One star. | My worst purchase this year. | I sent it back.
          unseengoodend: It stays on my desk. | All my friends want one now. | I am glad that I chose it.
          unseenbadend: It went into the bin. | I am sorry that I chose it. | I warn all my friends.
          """);

  private static final List<String> POSITIVE =
      Grammar.lines(
          """
          {intro} It is {good} and {good}, and {goodthing}. {end}
          {intro} {time}, {goodthing}. {end}
          {intro} So {good}! {goodthing}. {end}
          {intro} It is not {bad} at all, and {goodthing}.
          {intro} {time} it has never been {bad}. {goodthing}. {end}
          {intro} I feared that it would be {bad}, but it is {good}.
          {intro} It is rather {bad}, but {goodthing}.
          {intro} {badthing}, they said. Not mine: {goodthing}.
          {intro} Yes, it looks {bad}. Still, {goodthing}.
          """);
  private static final List<String> NEGATIVE =
      Grammar.lines(
          """
          {intro} It is {bad} and {bad}, and {badthing}. {end}
          {intro} {time}, {badthing}. {end}
          {intro} So {bad}! {badthing}. {end}
          {intro} It is not {good} at all, and {badthing}.
          {intro} {time} it has never been {good}. {badthing}. {end}
          {intro} I hoped that it would be {good}, but it is {bad}.
          {intro} It is rather {good}, but {badthing}.
          {intro} {goodthing}, they said. Not mine: {badthing}.
          {intro} Yes, it looks {good}. Still, {badthing}.
          """);

  @Override
  public String name() {
    return "review-sentiment";
  }

  @Override
  public String instruction() {
    return "Is the writer of the product review content? Answer positive or negative.";
  }

  @Override
  public List<String> labels() {
    return List.of("positive", "negative");
  }

  @Override
  public String category() {
    return "sentiment analysis";
  }

  @Override
  public Example draw(int turn, boolean heldOut, RandomGenerator random) {
    boolean positive = turn % 2 == 0;
    String template = Grammar.pick(positive ? POSITIVE : NEGATIVE, random);
    String prefix = heldOut ? "unseen" : "";
    String chosen =
        template
            .replace("{intro}", "{" + prefix + "intro}")
            .replace("{end}", "{" + prefix + (positive ? "good" : "bad") + "end}");
    return Example.of(capitalised(GRAMMAR.sentence(chosen, random)), labels().get(turn % 2));
  }

  /** Sentences made of fragments begin with capitals. */
  private static String capitalised(String review) {
    StringBuilder text = new StringBuilder(review);
    boolean start = true;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (start && Character.isLetter(c)) {
        text.setCharAt(i, Character.toUpperCase(c));
        start = false;
      } else if (c == '.' || c == '!') {
        start = true;
      }
    }
    return text.toString();
  }
}
