package dev.chiron.app.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.chiron.app.console.Answer;
import dev.chiron.app.console.Environment;
import dev.chiron.app.console.TextTable;
import dev.chiron.core.adaptation.Adaptation;
import dev.chiron.core.adaptation.AdaptationResult;
import dev.chiron.core.adaptation.MethodResult;
import dev.chiron.core.error.InputException;
import dev.chiron.core.io.Json;
import dev.chiron.core.run.RunRecord;
import dev.chiron.core.run.RunState;
import dev.chiron.core.run.RunStore;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code chiron runs compare}: two finished adaptations, method by method. */
@Command(
    footerHeading = "%nExamples:%n",
    footer = {
      "  chiron runs compare adapt-20260506-120000 adapt-20260507-090000",
      "  chiron runs compare adapt-20260506-120000 adapt-20260507-090000 --json"
    })
final class RunsCompareCommand extends ChironCommand {
  @Parameters(index = "0", paramLabel = "A", description = "The run that is compared with.")
  String first = "";

  @Parameters(index = "1", paramLabel = "B", description = "The run that is compared.")
  String second = "";

  /** A score in both runs, as far as it is known. */
  private record Scores(@Nullable Double a, @Nullable Double b) {
    @Nullable Double difference() {
      return a == null || b == null ? null : Double.valueOf(b - a);
    }

    void put(ObjectNode document, String name) {
      document.putObject(name).put("a", a).put("b", b).put("difference", difference());
    }
  }

  private record Row(String method, Scores dev, Scores test) {}

  @Override
  public Answer run(Environment environment) {
    RunStore store = new RunStore(environment.runs(), environment.clock());
    AdaptationResult a = result(store, first);
    AdaptationResult b = result(store, second);
    List<Row> rows = rows(a, b);
    ObjectNode document = Json.object();
    describe(document.putObject("a"), first, a);
    describe(document.putObject("b"), second, b);
    document.put("comparable", comparable(a, b));
    ArrayNode methods = document.putArray("methods");
    for (Row row : rows) {
      ObjectNode method = methods.addObject().put("method", row.method());
      row.dev().put(method, "dev");
      row.test().put(method, "test");
    }
    return Answer.of(document, out -> print(a, b, rows, out));
  }

  private static AdaptationResult result(RunStore store, String id) {
    RunRecord run = store.find(id);
    Path file = store.directory(id).resolve(Adaptation.RESULT);
    if (Files.exists(file)) {
      return Json.read(file, AdaptationResult.class);
    }
    if (!run.command().isEmpty() && !run.command().getFirst().equals("adapt")) {
      throw new InputException("run '" + id + "' is no adaptation: name two runs of adapt");
    }
    throw new InputException(
        run.state() == RunState.DONE
            ? "run '" + id + "' has no " + Adaptation.RESULT + " in its directory"
            : "run '" + id + "' is not finished: chiron runs resume " + id);
  }

  /** The methods of the first run in its order, then those that only the second has. */
  private static List<Row> rows(AdaptationResult a, AdaptationResult b) {
    Set<String> ids = new LinkedHashSet<>();
    a.methods().forEach(method -> ids.add(method.id()));
    b.methods().forEach(method -> ids.add(method.id()));
    List<Row> rows = new ArrayList<>();
    for (String id : ids) {
      MethodResult inA = method(a, id);
      MethodResult inB = method(b, id);
      rows.add(
          new Row(
              id,
              new Scores(inA == null ? null : inA.dev(), inB == null ? null : inB.dev()),
              new Scores(inA == null ? null : inA.test(), inB == null ? null : inB.test())));
    }
    return rows;
  }

  private static @Nullable MethodResult method(AdaptationResult result, String id) {
    for (MethodResult method : result.methods()) {
      if (method.id().equals(id)) {
        return method;
      }
    }
    return null;
  }

  /** Scores of other tasks or by other metrics say nothing beside each other. */
  private static boolean comparable(AdaptationResult a, AdaptationResult b) {
    return a.task().equals(b.task()) && a.metric().equals(b.metric());
  }

  private static void describe(ObjectNode document, String id, AdaptationResult result) {
    document
        .put("run", id)
        .put("task", result.task())
        .put("model", result.model())
        .put("metric", result.metric())
        .put("chosen", result.chosen());
  }

  private void print(AdaptationResult a, AdaptationResult b, List<Row> rows, PrintStream out) {
    out.println("A  " + line(first, a));
    out.println("B  " + line(second, b));
    if (!comparable(a, b)) {
      out.println("The tasks or the metrics are not the same: the differences mean little.");
    }
    out.println();
    TextTable table =
        new TextTable("METHOD", "DEV A", "DEV B", "B - A", "TEST A", "TEST B", "B - A");
    for (Row row : rows) {
      table.row(
          row.method(),
          points(row.dev().a()),
          points(row.dev().b()),
          points(row.dev().difference()),
          points(row.test().a()),
          points(row.test().b()),
          points(row.test().difference()));
    }
    table.print(out);
  }

  private static String line(String id, AdaptationResult result) {
    return id
        + ": "
        + result.task()
        + " with "
        + result.model()
        + ", "
        + result.metric()
        + ", chose "
        + result.chosen();
  }

  private static String points(@Nullable Double score) {
    return score == null ? "-" : String.format(Locale.ROOT, "%.1f", 100 * score);
  }
}
