package dev.chiron.data.shipped;

import dev.chiron.core.task.Example;
import dev.chiron.data.grammar.Grammar;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * An English noun to its plural. No noun occurs in two parts, so the test asks for the rules, and
 * for irregular nouns for what was known before.
 */
final class PluralForms implements TaskSource {
  private static final String ADD_S =
      """
      apple arrow artist author badge ball banana bank basket bear bed bell belt bird
      block board boat book bottle bowl brick bridge broom bucket button cabin cable
      camel camera candle car card carpet castle cat chain chair chart chicken circle client cloud
      clown coat coin computer cookie corner cousin cow crown cup curtain desk doctor dog doll
      donkey door dragon drawer dream driver drum duck eagle ear editor egg elephant
      engine envelope event eye farmer feather fence field file finger flag flame flower folder
      forest fork frog garden gate giant girl goat grape guest guitar hammer hand hat helmet hill
      horse hotel house idea insect island jacket jar jewel joke judge kettle king kite lake lamp
      lawyer lemon letter lion lizard magnet map market meal melon mirror monkey month mountain
      nail neighbour nest night nurse ocean office onion orange oven owl page paint pan parrot
      pencil pepper phone picture pigeon pillow pilot pirate plane planet plant plate pocket poet
      pond prince problem queen question rabbit raincoat report ring river road robot rocket roof
      room rope sandal school screen server shirt shoe singer sister skirt snake sock song spider
      spoon stair star station stone storm street student sweater table tail task teacher tent
      ticket tiger token tool towel tower town train tree truck tunnel turtle uncle
      village wagon wall wheel window wing worker zebra
      """;
  private static final String ADD_ES =
      """
      box fox bus glass class dish brush watch match bench branch church beach peach lunch sandwich
      kiss cross dress boss mass pass wish bush flash crash wax tax fax mix suffix prefix inbox
      sketch switch batch patch stitch ditch witch coach inch punch bunch torch porch lens gas
      virus bonus campus address process princess actress mattress compass eyelash radish leash
      hatch latch ranch trench wrench speech leech toolbox mailbox reflex ash loss
      """;
  private static final String Y_TO_IES =
      """
      city baby berry cherry puppy lady party story country family factory library diary daisy
      lorry fairy enemy army body copy pony penny jelly belly bunny dairy ferry hobby injury
      memory query entry category battery company county duty economy fly galaxy grocery
      ruby sky spy study supply theory victory activity ability agency assembly canary ceremony
      colony currency delivery directory dictionary discovery facility gallery history industry
      inventory laundry lottery mystery nursery policy property registry reply secretary strategy
      """;
  private static final String F_TO_VES =
      "leaf/leaves wolf/wolves knife/knives life/lives wife/wives shelf/shelves half/halves"
          + " loaf/loaves thief/thieves calf/calves scarf/scarves elf/elves";
  private static final String IRREGULAR =
      "man/men woman/women child/children person/people foot/feet tooth/teeth mouse/mice"
          + " goose/geese ox/oxen fish/fish sheep/sheep deer/deer potato/potatoes tomato/tomatoes"
          + " hero/heroes echo/echoes matrix/matrices vertex/vertices analysis/analyses"
          + " crisis/crises fireman/firemen policewoman/policewomen grandchild/grandchildren";

  private static final List<Example> NOUNS = nouns();

  private static List<Example> nouns() {
    List<Example> nouns = new ArrayList<>();
    for (String noun : Grammar.words(ADD_S)) {
      nouns.add(Example.of(noun, noun + "s"));
    }
    for (String noun : Grammar.words(ADD_ES)) {
      nouns.add(Example.of(noun, noun + "es"));
    }
    for (String noun : Grammar.words(Y_TO_IES)) {
      nouns.add(Example.of(noun, noun.substring(0, noun.length() - 1) + "ies"));
    }
    for (String pair : Grammar.words(F_TO_VES + " " + IRREGULAR)) {
      int slash = pair.indexOf('/');
      nouns.add(Example.of(pair.substring(0, slash), pair.substring(slash + 1)));
    }
    return List.copyOf(nouns);
  }

  @Override
  public String name() {
    return "plural-forms";
  }

  @Override
  public String instruction() {
    return "Give the plural of the English noun.";
  }

  @Override
  public String category() {
    return "grammar";
  }

  @Override
  public TaskSize size() {
    return new TaskSize(200, 50, 140);
  }

  @Override
  public Example draw(int turn, boolean heldOut, RandomGenerator random) {
    return Grammar.pick(NOUNS, random);
  }
}
