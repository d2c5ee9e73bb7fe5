package dev.chiron.init.training;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.chiron.core.error.InputException;
import dev.chiron.core.io.AtomicFiles;
import dev.chiron.core.io.Json;
import dev.chiron.core.random.Seeds;
import dev.chiron.nn.architecture.Decoder;
import dev.chiron.nn.tensor.Scope;
import dev.chiron.nn.tensor.Tensors;
import dev.chiron.nn.tensor.Torch;
import dev.chiron.nn.weights.Parameters;
import dev.chiron.nn.weights.Weights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.bytedeco.pytorch.Tensor;

/** More special tokens for a tokenizer, and a model with rows for them. */
final class AddedTokens {
  private static final String TOKENIZER = "tokenizer.json";
  private static final String LIST = "added_tokens";

  private AddedTokens() {}

  /**
   * Copies the files of a tokenizer, with more special tokens behind the ones it has.
   *
   * @param spellings those that it has already stay as they are
   * @throws InputException if the file has no list of such tokens
   */
  static void write(Path from, Path to, List<String> spellings, int vocabulary) {
    Path file = from.resolve(TOKENIZER);
    if (!(Json.read(file) instanceof ObjectNode tokenizer)
        || !(tokenizer.path(LIST) instanceof ArrayNode added)) {
      throw InputException.in(file, LIST, "must be a list, so that tokens can be added");
    }
    Set<String> known = new LinkedHashSet<>();
    added.forEach(token -> known.add(token.path("content").asText()));
    int next = vocabulary;
    for (JsonNode token : added) {
      next = Math.max(next, token.path("id").asInt() + 1);
    }
    for (String spelling : spellings) {
      if (!known.contains(spelling)) {
        ObjectNode token = added.addObject().put("id", next++).put("content", spelling);
        List.of("single_word", "lstrip", "rstrip", "normalized")
            .forEach(flag -> token.put(flag, false));
        token.put("special", true);
      }
    }
    AtomicFiles.write(to.resolve(TOKENIZER), Json.pretty(tokenizer));
    for (String companion : List.of("tokenizer_config.json", "special_tokens_map.json")) {
      Path source = from.resolve(companion);
      if (Files.isRegularFile(source)) {
        try {
          AtomicFiles.write(to.resolve(companion), Files.readString(source));
        } catch (IOException e) {
          throw InputException.in(source, "cannot be read: " + e.getMessage());
        }
      }
    }
  }

  /** The same decoder with rows for a larger vocabulary, or itself. */
  static Decoder widened(Decoder decoder, int vocabulary) {
    return vocabulary <= decoder.config().vocabularySize()
        ? decoder
        : new Decoder(decoder.config().toBuilder().vocabularySize(vocabulary).build());
  }

  /** Weights with fresh rows for new tokens; the caller closes them. */
  static Parameters widened(Decoder wide, Weights old, Seeds seeds) {
    Parameters weights = wide.initialize(seeds);
    try (Scope _ = Scope.open();
        var _ = Torch.noGradient()) {
      for (String name : weights.names()) {
        Tensor source = old.get(name);
        Tensor target = weights.get(name);
        boolean longer = Tensors.shape(source)[0] < Tensors.shape(target)[0];
        (longer ? target.narrow(0, 0, source.size(0)) : target).copy_(source);
      }
    }
    return weights;
  }
}
