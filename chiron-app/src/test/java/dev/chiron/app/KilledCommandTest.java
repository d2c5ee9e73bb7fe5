package dev.chiron.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chiron.app.console.ExitCode;
import dev.chiron.core.random.Seeds;
import dev.chiron.testkit.process.KillAndResume;
import dev.chiron.testkit.process.Normaliser;
import dev.chiron.testkit.process.WatchedProcess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands that are killed at any moment and resumed end as if nothing had happened. */
class KilledCommandTest {
  private static final List<String> JVM =
      List.of(
          "--enable-native-access=ALL-UNNAMED",
          "--sun-misc-unsafe-memory-access=allow",
          "-XX:+UseSerialGC",
          "-XX:TieredStopAtLevel=1");

  private static final String RECIPE =
      """
      {"name": "tiny", "data": ".", "seed": 3,
       "model": {"architectures": ["LlamaForCausalLM"], "model_type": "llama", "vocab_size": 320,
         "hidden_size": 16, "intermediate_size": 32, "num_hidden_layers": 2,
         "num_attention_heads": 2, "num_key_value_heads": 2, "head_dim": 8, "hidden_act": "silu",
         "max_position_embeddings": 64, "rms_norm_eps": 1e-5, "rope_theta": 10000.0,
         "tie_word_embeddings": true, "bos_token_id": 0, "eos_token_id": 0, "pad_token_id": 1},
       "tokenizer": {"vocabulary": 320, "characters": 4000},
       "corpus": {"tokens": 4000, "validationTokens": 500, "context": 32},
       "sources": [{"kind": "synthetic", "name": "episodes", "weight": 1.0,
         "episodes": {"maxDemonstrations": 2, "instruction": 0.5, "relabel": 0.0,
           "learnInputs": true}}],
       "training": {"steps": 40, "batchSize": 2, "accumulation": 1, "learningRate": 0.01,
         "warmup": 5, "decay": 10, "evaluateEvery": 10, "checkpointEvery": 7}}
      """;

  @TempDir Path workspace;
  private Path given = Path.of("");

  @BeforeEach
  void giveTaskModelAndRecipe() throws IOException {
    given = Files.createDirectories(workspace.resolve("given"));
    TinyWork.task(Terminal.in(given));
    TinyWork.model(given);
    Files.writeString(given.resolve("recipe.json"), RECIPE);
  }

  @Test
  void adaptEndsWithTheSamePredictorsAndScores() throws IOException {
    endsTheSame(adapt(), 2);
  }

  @Test
  void trainEndsWithTheSameWeights() throws IOException {
    endsTheSame(List.of("train", given.resolve("recipe.json").toString(), "--out", "trained"), 2);
  }

  @Test
  void aCommandThatIsToldToStopSaysHowToGoOn() throws IOException {
    Path directory = workspace.resolve("stopped");
    Path log = workspace.resolve("stopped.log");
    WatchedProcess process =
        WatchedProcess.start(CommandProgram.class.getName(), JVM, in(directory, adapt()), log);
    assertThat(process.stopAtLine(log, 3)).isEqualTo(ExitCode.INTERRUPTED);
    String run = onlyRun(directory).orElseThrow();
    assertThat(Files.readString(log))
        .contains("chiron: interrupted; go on with: chiron runs resume " + run);
    assertThat(Terminal.in(directory).run("runs", "show", run, "--json").document().path("state"))
        .hasToString("\"INTERRUPTED\"");
  }

  private void endsTheSame(List<String> command, int kills) throws IOException {
    KillAndResume.Outcome outcome =
        new KillAndResume(
                CommandProgram.class.getName(),
                JVM,
                directory -> in(directory, command),
                Optional.empty(),
                kills,
                placesAndTimesAside(),
                new Seeds(7))
            .run(workspace);
    assertThat(outcome.kills()).isPositive();
    assertThat(outcome.differences()).isEmpty();
    assertThat(outcome.files()).isGreaterThan(5);
    try (Stream<Path> walk = Files.walk(workspace.resolve("interrupted"))) {
      assertThat(walk.filter(file -> file.toString().endsWith(".tmp"))).isEmpty();
    }
  }

  private List<String> adapt() {
    return List.of(
        "adapt",
        given.resolve("parity.json").toString(),
        "--model",
        given.resolve("model").toString(),
        "--methods",
        "random-demonstrations,lora");
  }

  /** The command itself at first, and once it has a run the command that resumes that. */
  private static List<String> in(Path directory, List<String> command) {
    List<String> arguments = new ArrayList<>(List.of(directory.toString()));
    arguments.addAll(onlyRun(directory).map(run -> List.of("runs", "resume", run)).orElse(command));
    return arguments;
  }

  private static Optional<String> onlyRun(Path directory) {
    List<String> runs =
        Terminal.in(directory).run("runs", "list", "--json").document().findValuesAsText("id");
    assertThat(runs).hasSizeLessThanOrEqualTo(1);
    return runs.stream().findFirst();
  }

  /**
   * Reports and records name the directory, reports say how long each method took, and every record
   * of a TensorBoard file begins with the time.
   */
  private Normaliser placesAndTimesAside() {
    return (file, content) ->
        Normaliser.TIMES
            .normalise(file, content)
            .map(bytes -> file.endsWith(".json") ? withoutPlaces(bytes) : bytes)
            .filter(bytes -> !file.endsWith(".html") && !file.contains("tfevents"));
  }

  private byte[] withoutPlaces(byte[] content) {
    return new String(content, StandardCharsets.UTF_8)
        .replaceAll(workspace + "/(whole|interrupted)", "PLACE")
        .getBytes(StandardCharsets.UTF_8);
  }
}
