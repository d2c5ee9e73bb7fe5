package dev.chiron.nn.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.chiron.core.error.InputException;
import dev.chiron.core.io.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenizerTest {
  private static final String CORPUS =
      """
      Turn the date into the year first. The teacher's cat didn't sit; we've seen it: 12/03/1999!

      Input: naïve café — “quoted” 東京 🙂👍🏽
      Output:\tthe\u00a0end   of   the    line

          indented code { return x + 1; }\r\n\r\n
      """
          .repeat(5);
  private static final BytePairTokenizer TRAINED = new BytePairTrainer(360).add(CORPUS).train();
  private static final Tokenizer OPENED = written();

  private static Tokenizer written() {
    try {
      Path file = Files.createTempDirectory("tokenizer").resolve("tokenizer.json");
      TRAINED.write(file);
      return FastTokenizer.open(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Provide
  Arbitrary<String> texts() {
    Arbitrary<String> any = Arbitraries.strings().ofMaxLength(40);
    // Characters of old Unicode versions, on whose classes every regex engine agrees.
    Arbitrary<String> likely =
        Arbitraries.of(
                "the",
                " the",
                "cat",
                "'s",
                "'ll",
                "12",
                " 3",
                "\n",
                "\n\n",
                " ",
                "   ",
                "\t",
                "é",
                "東",
                "🙂",
                "—",
                "!?",
                "\u00a0",
                "\u2028",
                "\r\n",
                "<|endoftext|>",
                "<|pad",
                "²",
                "\u0000")
            .list()
            .ofMaxSize(12)
            .map(parts -> String.join("", parts));
    return Arbitraries.oneOf(any, likely);
  }

  @Provide
  Arbitrary<String> likelyTexts() {
    return texts().filter(text -> text.codePoints().allMatch(TokenizerTest::longAssigned));
  }

  private static boolean longAssigned(int point) {
    return point < 0x250 || (point >= 0x4e00 && point < 0x9fa6) || "🙂—\u2028".indexOf(point) >= 0;
  }

  @Property
  void decodesWhatItEncoded(@ForAll("texts") String text) {
    String expected = WellFormed.text(text).replace("<|endoftext|>", "").replace("<|pad|>", "");

    assertThat(TRAINED.decode(TRAINED.encode(text))).isEqualTo(expected);
    assertThat(OPENED.decode(OPENED.encode(text))).isEqualTo(expected);
  }

  @Property
  void encodesAsHuggingFaceDoesWithTheWrittenFile(@ForAll("likelyTexts") String text) {
    assertThat(TRAINED.encode(text)).isEqualTo(OPENED.encode(text));
  }

  @Test
  void theBytesOfTheTokensOfATextAreTheBytesOfTheText() {
    String text = "the cat, äöü € 😀\n\n 12";
    for (Tokenizer tokenizer : List.of(TRAINED, OPENED)) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      for (int id : tokenizer.encode(text)) {
        bytes.writeBytes(tokenizer.bytes(id));
      }
      assertThat(bytes.toString(StandardCharsets.UTF_8)).isEqualTo(text);
      assertThat(tokenizer.bytes(tokenizer.endOfText().orElseThrow())).isEmpty();
    }
  }

  @Test
  void sentencePieceSpellsSpacesAndBytesItsOwnWay() throws IOException {
    JsonNode document =
        Json.mapper()
            .readTree(
                "{\"decoder\":{\"type\":\"Sequence\",\"decoders\":[{\"type\":\"ByteFallback\"}]}}");
    TokenSpelling spelling = TokenSpelling.of(document);
    assertThat(spelling.bytes("\u2581a\u2581")).containsExactly(' ', 'a', ' ');
    assertThat(spelling.bytes("<0x0A>")).containsExactly('\n');
    assertThat(TokenSpelling.of(Json.object()).bytes("\u2581")).hasSize(3);
  }

  @Test
  void encodesTheCorpusAsHuggingFaceDoes() {
    assertThat(TRAINED.encode(CORPUS))
        .isEqualTo(OPENED.encode(CORPUS))
        .hasSizeLessThan(CORPUS.length() / 2);
    assertThat(OPENED.encodeAll(List.of("the cat", "", "x")))
        .containsExactly(TRAINED.encode("the cat"), new int[0], TRAINED.encode("x"));
  }

  @Test
  void agreesOnTheVocabularyAndTheSpecialTokens() {
    for (Tokenizer tokenizer : List.of(TRAINED, OPENED)) {
      assertThat(tokenizer.vocabularySize()).isEqualTo(360);
      assertThat(tokenizer.endOfText()).hasValue(0);
      assertThat(tokenizer.padding()).hasValue(1);
      assertThat(tokenizer.idOf("!")).isEqualTo(2 + '!');
      assertThatThrownBy(() -> tokenizer.idOf("no such token"))
          .isInstanceOf(InputException.class)
          .hasMessageContaining("no such token");
    }
  }

  @Test
  void takesTheSpecialTokensThatTheConfigurationNames(@TempDir Path directory) throws IOException {
    TRAINED.write(directory.resolve("tokenizer.json"));
    Files.writeString(
        directory.resolve("tokenizer_config.json"),
        "{\"eos_token\": {\"content\": \"<|pad|>\"}, \"pad_token\": \"!\"}");

    Tokenizer tokenizer = Tokenizer.open(directory.resolve("tokenizer.json"));

    assertThat(tokenizer.endOfText()).hasValue(1);
    assertThat(tokenizer.padding()).hasValue(2 + '!');
  }

  @Test
  void runsItsOwnFilesWithoutTheLibrary(@TempDir Path directory) throws IOException {
    Path file = directory.resolve("tokenizer.json");
    TRAINED.write(file);
    Files.writeString(
        directory.resolve("tokenizer_config.json"),
        "{\"eos_token\": {\"content\": \"<|endoftext|>\"}, \"pad_token\": null}");
    Tokenizer own = Tokenizer.open(file);

    assertThat(own).isInstanceOf(BytePairTokenizer.class);
    assertThat(own.encode(CORPUS)).isEqualTo(TRAINED.encode(CORPUS));

    Files.writeString(file, Files.readString(file).replace("Isolated", "Removed"));
    assertThat(Tokenizer.open(file)).isInstanceOf(FastTokenizer.class);
  }

  @Test
  void namesTheFileThatIsMissing(@TempDir Path directory) {
    assertRefused(directory.resolve("tokenizer.json"), "no such file");
  }

  @Test
  void namesTheLineOfMalformedJson(@TempDir Path directory) throws IOException {
    Path file = Files.writeString(directory.resolve("tokenizer.json"), "{\n\"model\": [,]\n}");

    assertRefused(file, "tokenizer.json:2: malformed JSON");
  }

  @Test
  void refusesJsonThatIsNoTokenizer(@TempDir Path directory) throws IOException {
    Path file = Files.writeString(directory.resolve("tokenizer.json"), "{\"model\": {}}");

    assertRefused(file, "model.vocab");
  }

  @Test
  void refusesAModelThatTheLibraryDoesNotKnow(@TempDir Path directory) throws IOException {
    Path file =
        Files.writeString(
            directory.resolve("tokenizer.json"),
            "{\"version\": \"1.0\", \"model\": {\"type\": \"Oracle\", \"vocab\": {\"a\": 0}}}");

    assertRefused(file, "not a usable tokenizer");
  }

  @Test
  void refusesAFileThatIsTooLarge(@TempDir Path directory) throws IOException {
    Path file = directory.resolve("tokenizer.json");
    try (var sparse = new java.io.RandomAccessFile(file.toFile(), "rw")) {
      sparse.setLength(1L << 30);
    }

    assertRefused(file, "larger than 128 MB");
  }

  private static void assertRefused(Path file, String problem) {
    assertThatThrownBy(() -> Tokenizer.open(file))
        .isInstanceOf(InputException.class)
        .hasMessageContaining(file.getFileName().toString())
        .hasMessageContaining(problem)
        .hasMessageNotContaining("\n");
  }
}
