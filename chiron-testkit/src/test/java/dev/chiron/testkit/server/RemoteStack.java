package dev.chiron.testkit.server;

import dev.chiron.core.model.Decoding;
import dev.chiron.core.model.LanguageModel;
import dev.chiron.core.model.ModelOptions;
import dev.chiron.core.model.Models;
import dev.chiron.core.prompt.Prompt;
import dev.chiron.testkit.Responder;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** How tests open remote models: with a cache in a directory, and hardly any wait. */
record RemoteStack(Path directory) {
  static final Responder REVERSE =
      (prompt, decoding) ->
          new StringBuilder(prompt.messages().getLast().text()).reverse().toString();
  static final Decoding GREEDY = Decoding.greedy(64);

  LanguageModel open(String protocol, FaultyModelServer server, Map<String, String> more) {
    return Models.open(name(protocol, server), options(more));
  }

  static String name(String protocol, FaultyModelServer server) {
    return protocol
        + ":simulated@"
        + (protocol.equals("openai") ? server.openAiUrl() : server.ollamaUrl());
  }

  /** A short time limit, for the plans that hang, and hardly any wait between attempts. */
  ModelOptions options(Map<String, String> more) {
    ModelOptions options =
        new ModelOptions(
            "cpu",
            Optional.of(directory.resolve("cache.sqlite")),
            Map.of("timeoutSeconds", "3", "backOffSeconds", "0.001"));
    for (Map.Entry<String, String> entry : more.entrySet()) {
      options = options.withSetting(entry.getKey(), entry.getValue());
    }
    return options;
  }

  static List<Prompt> prompts(int count) {
    return IntStream.range(0, count).mapToObj(i -> Prompt.plain("prompt " + i)).toList();
  }
}
