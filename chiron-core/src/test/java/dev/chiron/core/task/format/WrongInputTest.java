package dev.chiron.core.task.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chiron.core.error.InputException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each mistake in a file is told in one line that names the file, the line and the field. */
class WrongInputTest {
  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "chiron",
        "natural-instructions",
        "instruction-induction",
        "few-shot",
        "bbh",
        "p3",
        "jsonl",
        "csv",
        "tsv",
        "parquet"
      })
  void aMissingPathIsNamed(String format) {
    Path path = directory.resolve("absent." + format);
    assertThatThrownBy(() -> TaskFormats.named(format).read(path, ReadOptions.DEFAULT))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith(path + ": no such file");
  }

  @ParameterizedTest
  @ValueSource(strings = {"chiron", "natural-instructions", "bbh", "p3", "jsonl", "csv", "parquet"})
  void anEmptyFileIsNamed(String format) throws IOException {
    assertMistake(format, "empty.txt", "", ": the file is empty");
  }

  @Test
  void aTableWithOnlyItsHeaderIsEmpty() throws IOException {
    assertMistake("csv", "a.csv", "input,output\n", ": the file is empty");
  }

  @Test
  void malformedJsonIsNamedByItsLine() throws IOException {
    String good = "{\"input\": \"a\", \"output\": \"b\"}\n";
    assertMistake("jsonl", "a.jsonl", good + good + "{\"input\": \"a\"\n", ":3: malformed JSON");
    assertMistake("p3", "p.jsonl", "{]\n", ":1: malformed JSON");
    assertMistake("bbh", "b.json", "{\"examples\": [\n\n}", ":3: malformed JSON");
  }

  @Test
  void aMissingFieldSaysWhichFieldsThereAre() throws IOException {
    assertMistake(
        "jsonl",
        "a.jsonl",
        "{\"input\": \"a\", \"label\": \"b\"}\n{\"input\": \"a\", \"labl\": \"b\"}\n",
        ":2: no field for the output (one of outputs, output, label, answer, target, completion,"
            + " response); it has input, labl");
    assertMistake(
        "bbh",
        "b.json",
        "{\"examples\": [\n{\"input\": \"x\", \"target\": \"y\"},\n{\"input\": \"x\"}]}",
        ":3: field 'examples[1].target': missing");
    assertMistake(
        "p3", "p.jsonl", "{\"template\": \"t\", \"input\": \"i\"}", ":1: field 'output': missing");
    assertMistake(
        "natural-instructions",
        "n.json",
        "{\"Instances\": [{\"input\": \"x\", \"output\": \"y\"}]}",
        ":1: field 'Definition': missing");
  }

  @Test
  void aFieldOfTheWrongTypeIsNamed() throws IOException {
    assertMistake(
        "jsonl",
        "a.jsonl",
        "{\"input\": {\"x\": 1}, \"output\": \"b\"}\n",
        ":1: field 'input': should be a string, not an object");
    assertMistake(
        "jsonl",
        "b.jsonl",
        "{\"input\": \"a\", \"outputs\": [\"b\", [1]]}\n",
        ":1: field 'outputs[1]': should be a string, not a list");
    assertMistake(
        "natural-instructions",
        "n.json",
        "{\"Definition\": [\"d\"],\n\"Instances\": [\n{\"input\": \"x\", \"output\": [{}]}]}",
        ":3: field 'Instances[0].output[0]': should be a string, not an object");
    assertMistake("jsonl", "c.jsonl", "[1]\n", ":1: should be an object, not a list");
  }

  @Test
  void aLabelThatWasNotDeclaredIsNamed() throws IOException {
    Path file = write("a.csv", "text,label\ngood,yes\nbad,maybe\n");
    ReadOptions options = ReadOptions.DEFAULT.withLabels(List.of("yes", "no"));
    assertThatThrownBy(() -> TaskFormats.read(file, options))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith(
            file + ":3: field 'label': unknown label 'maybe': use one of yes, no");
  }

  @Test
  void anUnknownSplitIsNamed() throws IOException {
    assertMistake(
        "csv",
        "a.csv",
        "input,output,split\na,b,train\na,b,holdout\n",
        ":3: field 'split': unknown split 'holdout': use one of train, dev, test");
  }

  @Test
  void anEmptySplitIsNamed() throws IOException {
    Path folder = Files.createDirectories(directory.resolve("set/16-1"));
    Files.writeString(folder.resolve("train.tsv"), "text\tlabel\nx\t0\n");
    Path dev = Files.writeString(folder.resolve("dev.tsv"), "text\tlabel\n");
    Files.writeString(folder.resolveSibling("test.tsv"), "text\tlabel\nx\t0\n");
    assertThatThrownBy(() -> TaskFormats.read(directory.resolve("set"), ReadOptions.DEFAULT))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith(dev + ": the split is empty");
  }

  @Test
  void aRowWithTooManyOrTooFewCellsIsNamedByTheLineWhereItStarts() throws IOException {
    assertMistake(
        "csv",
        "a.csv",
        "input,output\n\"two\nlines\",b\nc\n",
        ":4: the row has 1 cells, but the header has 2");
    assertMistake("tsv", "a.tsv", "input\toutput\na\tb\tc\n", ":2: the row has 3 cells");
  }

  @Test
  void aQuoteThatIsNeverClosedIsNamed() throws IOException {
    assertMistake("csv", "a.csv", "input,output\na,b\n\"c,d\n", ":3: malformed row: a quote");
  }

  @Test
  void aColumnThatStandsTwiceIsNamed() throws IOException {
    assertMistake(
        "csv", "a.csv", "input,input\na,b\n", ":1: field 'input': this column stands twice");
  }

  @Test
  void anAnswerCellWithoutTextIsNamed() throws IOException {
    assertMistake("csv", "a.csv", "input,output\na,\n", ":2: field 'output': is empty");
  }

  @ParameterizedTest
  @ValueSource(strings = {"jsonl", "csv", "chiron"})
  void brokenUtf8IsNamedByItsLine(String format) throws IOException {
    byte[] bytes = "{\"input\": 1}\n\n\u00e9".getBytes(StandardCharsets.ISO_8859_1);
    byte[] csv = "input,output\na,b\n\u00e9,c\n".getBytes(StandardCharsets.ISO_8859_1);
    byte[] jsonl =
        "{\"input\": \"a\", \"output\": \"b\"}\n\n\u00e9".getBytes(StandardCharsets.ISO_8859_1);
    byte[] content =
        switch (format) {
          case "csv" -> csv;
          case "jsonl" -> jsonl;
          default -> bytes;
        };
    Path file = Files.write(directory.resolve("a." + format), content);
    assertThatThrownBy(() -> TaskFormats.named(format).read(file, ReadOptions.DEFAULT))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith(file + ":3: not valid UTF-8");
  }

  @Test
  void aFileThatIsNoParquetIsNamed() throws IOException {
    assertMistake("parquet", "a.parquet", "hello", ": not a readable Parquet file");
  }

  @Test
  void aDuplicatedTaskFileNameIsNamed() throws IOException {
    String text = "{\"Definition\": \"d\", \"Instances\": [{\"input\": \"x\", \"output\": \"y\"}]}";
    write("t.json", text);
    Files.write(directory.resolve("t.json.gz"), gzip(text));
    assertThatThrownBy(() -> TaskFormats.read(directory, ReadOptions.DEFAULT))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("t.json.gz: field 'name': 't' is also the name in");
  }

  @Test
  void aLabelOfAFewShotSetThatHasNoWordIsNamed() throws IOException {
    Path folder = Files.createDirectories(directory.resolve("mr/16-1"));
    Path train = Files.writeString(folder.resolve("train.tsv"), "text\tlabel\nx\t0\ny\t7\n");
    assertThatThrownBy(() -> TaskFormats.read(folder, ReadOptions.DEFAULT))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith(train + ":3: field 'label': unknown label '7'");
    Files.writeString(train, "text\tlabel\nx\t0\ty\n");
    assertThatThrownBy(() -> TaskFormats.read(folder, ReadOptions.DEFAULT))
        .hasMessageStartingWith(train + ":2: 3 cells where text and label should be");
  }

  @Test
  void anInductionTaskWithoutTestExamplesIsNamed() throws IOException {
    Files.createDirectories(directory.resolve("execute"));
    Path induce = Files.createDirectories(directory.resolve("induce"));
    Files.writeString(
        induce.resolve("a.json"), "{\"examples\": {\"1\": {\"input\": \"x\", \"output\": \"y\"}}}");
    assertThatThrownBy(() -> TaskFormats.read(directory, ReadOptions.DEFAULT))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith(directory.resolve("execute/a.json") + ": no such file");
  }

  @Test
  void anUnknownFormatAnUnknownRoleAndAnUnrecognisedPathAreNamed() throws IOException {
    assertThatThrownBy(() -> TaskFormats.named("xml"))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith("unknown format 'xml': use one of chiron, natural-instructions");
    Path file = write("a.jsonl", "{\"input\": \"a\", \"output\": \"b\"}");
    assertThatThrownBy(
            () -> TaskFormats.read(file, ReadOptions.DEFAULT.withColumns(Map.of("inptu", "a"))))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith("unknown column role 'inptu': use one of input, instruction");
    Path other = write("a.xml", "<a/>");
    assertThatThrownBy(() -> TaskFormats.read(other, ReadOptions.DEFAULT))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith(other + ": not recognised as tasks: name the format");
  }

  @Test
  void nothingIsWrittenWhereAWriterRefuses() throws IOException {
    Path file = write("a.csv", "task,input,output\na,i,o\nb,i,o\n");
    Path out = directory.resolve("out.json");
    assertThatThrownBy(
            () -> TaskFormats.chiron().write(TaskFormats.read(file, ReadOptions.DEFAULT), out))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith(out + ": a JSON file holds one task, not 2");
    assertThat(out).doesNotExist();
    assertThatThrownBy(
            () -> TaskFormats.named("bbh").write(TaskFormats.read(file, ReadOptions.DEFAULT), out))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("can be read but not written");
  }

  private void assertMistake(String format, String name, String text, String message)
      throws IOException {
    Path file = write(name, text);
    assertThatThrownBy(() -> TaskFormats.named(format).read(file, ReadOptions.DEFAULT))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith(file + message);
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(directory.resolve(name), text);
  }

  private static byte[] gzip(String text) throws IOException {
    java.io.ByteArrayOutputStream bytes = new java.io.ByteArrayOutputStream();
    try (java.util.zip.GZIPOutputStream out = new java.util.zip.GZIPOutputStream(bytes)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }
}
