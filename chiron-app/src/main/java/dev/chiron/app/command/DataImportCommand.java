package dev.chiron.app.command;

import dev.chiron.app.console.Answer;
import dev.chiron.app.console.Environment;
import dev.chiron.core.error.InputException;
import dev.chiron.core.io.AtomicFiles;
import dev.chiron.core.io.Json;
import dev.chiron.core.model.TokenEstimate;
import dev.chiron.core.random.Seeds;
import dev.chiron.core.task.format.ReadOptions;
import dev.chiron.core.task.format.TaskFormat;
import dev.chiron.core.task.format.TaskFormats;
import dev.chiron.data.encoding.InstructionEncoding;
import dev.chiron.data.encoding.MixedEncoding;
import dev.chiron.data.encoding.SourceEncoding;
import dev.chiron.data.pool.AuxiliaryImport;
import dev.chiron.data.pool.InstructionExample;
import dev.chiron.data.pool.InstructionFiles;
import dev.chiron.data.pool.PoolImport;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code chiron data import}: training examples of any source in the one schema. */
@Command(
    footerHeading = "%nExamples:%n",
    footer = {
      "  chiron data import rows.jsonl --out pool.jsonl",
      "  chiron data import natural-instructions/tasks --encoding definition,pos:2 --out ni.jsonl",
      "  chiron data import chats.jsonl --as dialogue --out chats-pool.jsonl"
    })
final class DataImportCommand extends ChironCommand {
  @Parameters(
      arity = "1..*",
      paramLabel = "PATH",
      description = "Files or directories of tasks, in any format.")
  List<String> paths = List.of();

  @Option(
      names = "--out",
      required = true,
      paramLabel = "PATH",
      description = "A .jsonl or .parquet file, or a directory for Natural Instructions.")
  String out = "";

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description = "The name of the collection (default: made from the path).")
  @Nullable String name;

  @Option(
      names = "--format",
      paramLabel = "NAME",
      description = "The format (default: what the path looks like).")
  @Nullable String format;

  @Option(
      names = "--as",
      paramLabel = "KIND",
      description = {
        "tasks (default); or what is mixed in beside them: text (a text a line), reasoning (JSONL"
            + " with rationale), dialogue (JSONL with messages)."
      })
  String kind = "tasks";

  @Option(
      names = "--columns",
      split = ",",
      paramLabel = "ROLE=COLUMN",
      description = "Which column holds input, output, task, … (default: the usual names).")
  Map<String, String> columns = new TreeMap<>();

  @Option(
      names = "--encoding",
      paramLabel = "PARTS",
      description =
          "Write prompts with examples: definition, pos:N, neg:N, explanations; mixed (default: the"
              + " plain format).")
  @Nullable String encoding;

  @Option(
      names = "--seed",
      defaultValue = "0",
      description = "For encodings that draw (default: ${DEFAULT-VALUE}).")
  long seed;

  @Override
  public Answer run(Environment environment) {
    Path target = environment.resolve(out);
    List<Path> sources = PoolFile.resolved(paths, environment);
    long examples;
    if (out.endsWith(".jsonl")) {
      examples = stream(sources, target);
    } else {
      List<InstructionExample> all = new ArrayList<>();
      sources.forEach(source -> read(source, all::add));
      InstructionFiles.write(all.stream(), target);
      examples = all.size();
    }
    return PoolFile.written(examples, target, arguments(), sources, Json.object());
  }

  /** Line by line, so that what is read need not fit into memory. */
  private long stream(List<Path> sources, Path target) {
    long[] count = {0};
    AtomicFiles.write(
        target,
        temporary -> {
          try (BufferedWriter writer = Files.newBufferedWriter(temporary)) {
            Consumer<InstructionExample> line =
                example -> {
                  try {
                    writer.append(InstructionFiles.line(example)).append('\n');
                    count[0]++;
                  } catch (IOException e) {
                    throw new UncheckedIOException(e);
                  }
                };
            sources.forEach(source -> read(source, line));
            if (count[0] == 0) {
              throw InputException.in(
                  sources.getFirst(), "has no training example: nothing to import");
            }
          } catch (UncheckedIOException e) {
            throw e.getCause();
          }
        });
    return count[0];
  }

  private void read(Path source, Consumer<InstructionExample> sink) {
    String collection = name == null ? PoolImport.nameOf(source) : name;
    switch (kind.toLowerCase(Locale.ROOT)) {
      case "tasks" -> {
        Optional<TaskFormat> known = Optional.ofNullable(format).map(TaskFormats::named);
        if (!Files.exists(source)) {
          throw InputException.in(source, "no such file or directory");
        }
        new PoolImport(collection, encoding())
            .read(source, known, ReadOptions.AS_IS.withColumns(columns), sink);
      }
      case "text" -> AuxiliaryImport.TEXT.read(source, collection, sink);
      case "reasoning" -> AuxiliaryImport.REASONING.read(source, collection, sink);
      case "dialogue" -> AuxiliaryImport.DIALOGUE.read(source, collection, sink);
      default ->
          throw new InputException("--as '" + kind + "': use tasks, text, reasoning or dialogue");
    }
  }

  private PoolImport.Encoding encoding() {
    if (encoding == null) {
      return PoolImport.Encoding.PLAIN;
    }
    SourceEncoding sources =
        encoding.equals("mixed") ? MixedEncoding.DEFAULT : InstructionEncoding.parse(encoding);
    return new PoolImport.Encoding.Written(sources, TokenEstimate::of, new Seeds(seed));
  }
}
