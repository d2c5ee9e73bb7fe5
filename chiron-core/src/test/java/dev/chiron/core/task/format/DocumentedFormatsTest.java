package dev.chiron.core.task.format;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chiron.core.task.Task;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The examples of {@code docs/tasks.md} are what the formats read. */
class DocumentedFormatsTest {
  private static final Path PAGE =
      Path.of(System.getProperty("chiron.root", ".")).resolve("docs/tasks.md");

  @TempDir Path directory;

  @ParameterizedTest
  @CsvSource({
    "Chiron's own JSON, 0, chiron, a.json",
    "'JSONL, CSV, TSV, Parquet', 0, jsonl, a.jsonl",
    "'JSONL, CSV, TSV, Parquet', 1, csv, a.csv",
    "Natural Instructions, 0, natural-instructions, task001.json",
    "BIG-Bench Hard, 0, bbh, b.json",
    "P3, 0, p3, p.jsonl"
  })
  void anExampleIsRecognisedAndRead(String section, int block, String format, String file)
      throws IOException {
    Path path = Files.writeString(directory.resolve(file), block(section, block));
    assertThat(TaskFormats.detect(path).orElseThrow().name()).isEqualTo(format);
    List<Task> tasks = TaskFormats.read(path, ReadOptions.AS_IS).tasks();
    assertThat(tasks).hasSize(1);
    assertThat(tasks.getFirst().splits().size()).isPositive();
  }

  @Test
  void theLayoutsOfDirectoriesAreRecognisedAndRead() throws IOException {
    Path root = directory.resolve("induction");
    for (String part : List.of("induce", "execute")) {
      Path folder = Files.createDirectories(root.resolve(part));
      Files.writeString(folder.resolve("antonyms.json"), block("Instruction Induction", 0));
    }
    assertThat(TaskFormats.read(root, ReadOptions.AS_IS).tasks().getFirst().splits().test())
        .hasSize(1);
    Path seed = Files.createDirectories(directory.resolve("sst-2/16-13"));
    for (Path file :
        List.of(
            seed.resolve("train.tsv"), seed.resolve("dev.tsv"), seed.resolveSibling("test.tsv"))) {
      Files.writeString(file, block("Few-shot folders", 1));
    }
    Task task = TaskFormats.read(directory.resolve("sst-2"), ReadOptions.AS_IS).tasks().getFirst();
    assertThat(task.name()).isEqualTo("sst-2-16-13");
    assertThat(task.splits().test().getFirst().output()).isEqualTo("negative");
  }

  @Test
  void everyFormatIsInTheTable() throws IOException {
    String page = Files.readString(PAGE);
    assertThat(TaskFormats.names()).allMatch(name -> page.contains("`" + name + "`"));
  }

  /** The text of a fenced block of a section. */
  private static String block(String section, int index) throws IOException {
    String page = Files.readString(PAGE);
    int start = page.indexOf("### " + section + "\n");
    assertThat(start).as("the section " + section).isNotNegative();
    List<MatchResult> blocks =
        Pattern.compile("(?s)\n```\\w*\n(.*?)\n```")
            .matcher(page)
            .results()
            .filter(match -> match.start() > start)
            .toList();
    return blocks.get(index).group(1) + "\n";
  }
}
