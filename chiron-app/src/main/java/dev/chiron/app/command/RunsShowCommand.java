package dev.chiron.app.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.chiron.app.console.Answer;
import dev.chiron.app.console.Environment;
import dev.chiron.core.io.Json;
import dev.chiron.core.run.RunRecord;
import dev.chiron.core.run.RunStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code chiron runs show}: a run's record, its files and its latest event. */
@Command(
    footerHeading = "%nExamples:%n",
    footer = {"  chiron runs show adapt-20260506-120000"})
final class RunsShowCommand extends ChironCommand {
  @Parameters(paramLabel = "ID", description = "The run.")
  String id = "";

  @Override
  public Answer run(Environment environment) {
    RunStore store = new RunStore(environment.runs(), environment.clock());
    RunRecord run = store.find(id);
    Path directory = store.directory(id);
    List<String> files = files(directory);
    ObjectNode document = (ObjectNode) Json.tree(run);
    document.put("directory", directory.toString());
    ArrayNode names = document.putArray("files");
    files.forEach(names::add);
    return Answer.of(
        document,
        out -> {
          out.println("run        " + run.id());
          out.println("state      " + run.state().name().toLowerCase(Locale.ROOT));
          out.println("started    " + run.started());
          if (!run.ended().isEmpty()) {
            out.println("ended      " + run.ended());
          }
          out.println("command    chiron " + String.join(" ", run.command()));
          out.println("in         " + run.workingDirectory());
          run.settings().forEach((name, value) -> out.printf("%-10s %s%n", name, value));
          out.println("directory  " + directory);
          files.forEach(file -> out.println("           " + file));
        });
  }

  /** What the run made, without the steps and the bookkeeping. */
  private static List<String> files(Path directory) {
    try (Stream<Path> children = Files.list(directory)) {
      return children
          .map(child -> child.getFileName().toString())
          .filter(name -> !List.of("steps", "lock", "run.json").contains(name))
          .filter(name -> !name.startsWith("."))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
