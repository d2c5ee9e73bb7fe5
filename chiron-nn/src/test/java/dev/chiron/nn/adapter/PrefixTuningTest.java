package dev.chiron.nn.adapter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.chiron.core.error.InputException;
import dev.chiron.core.random.Seeds;
import dev.chiron.nn.architecture.Decoder;
import dev.chiron.nn.architecture.DecoderConfig;
import dev.chiron.nn.architecture.TokenInput;
import dev.chiron.nn.checkpoint.SafetensorsWriter;
import dev.chiron.nn.intervention.Interventions;
import dev.chiron.nn.intervention.Site;
import dev.chiron.nn.intervention.Taps;
import dev.chiron.nn.tensor.Scope;
import dev.chiron.nn.tensor.Tensors;
import dev.chiron.nn.weights.Parameters;
import dev.chiron.nn.weights.Weights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PrefixTuningTest {
  private static final int VOCABULARY = 23;

  private static final Decoder DECODER =
      new Decoder(
          DecoderConfig.builder(VOCABULARY, 16, 3, 4)
              .keyValueHeads(2)
              .initialDeviation(0.4)
              .build());

  private static final String CONFIG =
      """
      {"peft_type": "PREFIX_TUNING", "task_type": "CAUSAL_LM", "inference_mode": true,
       "base_model_name_or_path": "tiny", "num_virtual_tokens": 1, "token_dim": 8,
       "num_transformer_submodules": 1, "num_attention_heads": 2, "num_layers": 3,
       "encoder_hidden_size": 16, "prefix_projection": false, "auto_mapping": null}
      """;

  @SuppressWarnings("NullAway.Init") // set by JUnit
  @TempDir
  private Path directory;

  @SuppressWarnings("NullAway.Init") // opened before each test
  private Scope scope;

  @SuppressWarnings("NullAway.Init") // made before each test
  private Parameters base;

  @BeforeEach
  void makeModel() {
    scope = Scope.open();
    base = DECODER.initialize(new Seeds(1));
  }

  @AfterEach
  void close() {
    base.close();
    scope.close();
  }

  /**
   * The keys and values of one token in PEFT's order. At position 0 the rotation is none, so that
   * they are what the projections give.
   */
  private Tensor rowOf(int token) {
    List<Site> sites = new ArrayList<>();
    for (int layer = 0; layer < 3; layer++) {
      sites.add(new Site(layer, Site.ATTENTION_KEY));
      sites.add(new Site(layer, Site.ATTENTION_VALUE));
    }
    try (Taps taps = Taps.at(sites)) {
      DECODER.forward(base, TokenInput.of(new int[][] {{token}}), Interventions.of(taps));
      return Tensors.concatenate(sites.stream().map(s -> taps.output(s).view(1, 8)).toList(), 1);
    }
  }

  private float[] logits(int[] tokens, Interventions interventions) {
    return Tensors.floats(
        DECODER.forward(base, TokenInput.of(new int[][] {tokens}), interventions));
  }

  private Path written(String config, Tensor rows) throws IOException {
    Path adapter = Files.createDirectories(directory.resolve("adapter"));
    Files.writeString(adapter.resolve("adapter_config.json"), config);
    SafetensorsWriter.write(
        adapter.resolve("adapter_model.safetensors"),
        Weights.of(Map.of("prompt_embeddings", rows)));
    return adapter;
  }

  @Test
  void theKeysAndValuesOfATokenInPeftsLayoutDoWhatTheTokenDoes() throws IOException {
    float[] written = logits(new int[] {9, 4, 5, 6}, Interventions.NONE);
    float[] expected = Arrays.copyOfRange(written, VOCABULARY, written.length);
    try (Adapter prefix = Adapter.load(written(CONFIG, rowOf(9)), DECODER)) {
      assertThat(prefix.virtualTokens()).isEqualTo(1);
      float[] actual = logits(new int[] {4, 5, 6}, Interventions.of(prefix));
      for (int i = 0; i < expected.length; i++) {
        assertThat(actual[i]).isCloseTo(expected[i], within(1e-4f));
      }
    }
    float[] plain = logits(new int[] {4, 5, 6}, Interventions.NONE);
    assertThat(Math.abs(plain[0] - expected[0])).isGreaterThan(1e-2f);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          "num_virtual_tokens": 1       | "num_virtual_tokens": 2          | has shape [1, 48], the model asks for [2, 48]
          "num_virtual_tokens": 1       | "num_virtual_tokens": 9000000000 | num_virtual_tokens
          "num_virtual_tokens": 1       | "num_virtual_tokens": "1"        | num_virtual_tokens
          "num_layers": 3               | "num_layers": 2                  | 'num_layers': is 2, the model has 3
          "num_attention_heads": 2      | "num_attention_heads": 4         | num_attention_heads
          "PREFIX_TUNING"               | "ADALORA"                        | 'peft_type': 'ADALORA' is not supported
          """)
  void aPrefixThatDoesNotFitIsRefused(String from, String to, String problem) throws IOException {
    assertThat(CONFIG).contains(from);
    Path adapter = written(CONFIG.replace(from, to), rowOf(9));
    assertThatThrownBy(() -> Adapter.load(adapter, DECODER).close())
        .isInstanceOf(InputException.class)
        .hasMessageContaining(problem);
  }

  @Test
  void aDeepPrefixIsSeenByTheUpperLayersOnly() {
    try (PrefixTuning deep =
        PrefixTuning.create(DECODER, new PrefixConfig(2, 0, 2), new Seeds(1))) {
      assertThat(deep.prefixes()).containsOnlyKeys(2);
      assertThat(deep.parameters().count()).isEqualTo(2 * 2 * 8);
    }
    PrefixConfig above = new PrefixConfig(2, 0, 3);
    assertThatThrownBy(() -> PrefixTuning.create(DECODER, above, new Seeds(1)).close())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("3 layers");
  }

  @Test
  void aPromptThatStartsAsATextDoesWhatTheTextDoes() {
    float[] written = logits(new int[] {9, 2, 4, 5, 6}, Interventions.NONE);
    float[] expected = Arrays.copyOfRange(written, 2 * VOCABULARY, written.length);
    try (PromptTuning prompt = PromptTuning.ofText(DECODER, base, new int[] {9, 2})) {
      float[] actual = logits(new int[] {4, 5, 6}, Interventions.of(prompt));
      for (int i = 0; i < expected.length; i++) {
        assertThat(actual[i]).isCloseTo(expected[i], within(1e-4f));
      }
    }
  }
}
