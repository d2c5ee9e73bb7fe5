package dev.chiron.nn.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WordTokenizerTest {
  private static final WordTokenizer WORDS = WordTokenizer.of(List.of("b a", "Input: a\n\nc"));

  @Test
  void aWordIsAToken() {
    assertThat(WORDS.vocabularySize()).isEqualTo(3 + 4);
    assertThat(WORDS.encode(" a  b\nInput: ")).containsExactly(4, 5, 3);
    assertThat(WORDS.decode(WORDS.encode("a\tb\n\nc"))).isEqualTo("a b c");
  }

  @Test
  void whatIsNotInTheVocabularyIsUnknown() {
    assertThat(WORDS.encode("a z")).containsExactly(4, WORDS.idOf(WordTokenizer.UNKNOWN));
    assertThat(WORDS.encode(" \n ")).isEmpty();
  }

  @Test
  void huggingFacesLibraryReadsTheFileAndGivesTheSameIds(@TempDir Path directory) {
    Path file = directory.resolve("tokenizer.json");
    WORDS.write(file);
    Tokenizer read = Tokenizer.open(file);
    assertThat(read.vocabularySize()).isEqualTo(WORDS.vocabularySize());
    assertThat(read.endOfText()).isEqualTo(WORDS.endOfText());
    for (String text : List.of("a b c", "b<|endoftext|>a", " a  z\n\nInput: b ")) {
      assertThat(read.encode(text)).as(text).containsExactly(WORDS.encode(text));
    }
    assertThat(read.decode(WORDS.encode("c b a"))).isEqualTo("c b a");
  }

  @Test
  void aWordWithWhiteSpaceIsRefused() {
    assertThatThrownBy(() -> new WordTokenizer(List.of("a b")))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
