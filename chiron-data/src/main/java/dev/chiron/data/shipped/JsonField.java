package dev.chiron.data.shipped;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.chiron.core.io.Json;
import dev.chiron.core.random.Seeds;
import dev.chiron.core.task.Example;
import dev.chiron.data.grammar.Grammar;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/** The value of a named field of a small JSON object; test alone uses some fields and values. */
final class JsonField implements TaskSource {
  private static final List<String> KEYS =
      Grammar.words(
          """
          id name city status color price owner count mode host level unit code team type size
          lang role state title zone plan rank file user kind port label
          """);
  private static final List<String> VALUES =
      Grammar.words(
          """
          ada paris open red blue admin small large fast java green mara berlin closed night basic
          north rest lisa done active silver guest main oslo light west ready tom cheap round rome
          draft gold local daily upper max lima blocked orange root short soft
          """);

  @Override
  public String name() {
    return "json-field";
  }

  @Override
  public String instruction() {
    return "Give the value of the named field of the JSON object, without quotation marks.";
  }

  @Override
  public String category() {
    return "information extraction";
  }

  @Override
  public Example draw(int turn, boolean heldOut, RandomGenerator random) {
    String asked = HeldOut.pick(KEYS, heldOut, random);
    List<String> others =
        Seeds.sample(
            KEYS.stream().filter(key -> !key.equals(asked)).toList(),
            1 + random.nextInt(3),
            random);
    List<String> keys =
        Seeds.shuffled(Stream.concat(others.stream(), Stream.of(asked)).toList(), random);
    ObjectNode object = Json.object();
    for (String key : keys) {
      switch (random.nextInt(8)) {
        case 0, 1 -> object.put(key, 1 + random.nextInt(99));
        case 2 -> object.put(key, random.nextBoolean());
        default -> object.put(key, HeldOut.pick(VALUES, heldOut, random));
      }
    }
    return Example.of(asked + " of " + Json.line(object), object.get(asked).asText());
  }
}
