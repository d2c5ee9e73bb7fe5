package dev.chiron.app.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.chiron.app.console.Answer;
import dev.chiron.app.console.Environment;
import dev.chiron.bench.sandbox.SandboxBenchmark;
import dev.chiron.bench.sandbox.SandboxBenchmark.Outcomes;
import dev.chiron.bench.sandbox.SandboxBenchmark.Shapes;
import dev.chiron.core.error.InputException;
import dev.chiron.core.io.Json;
import dev.chiron.core.program.Language;
import java.io.PrintStream;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code chiron bench sandbox}: how many short programs are run in a minute. */
@Command(
    footerHeading = "%nExamples:%n",
    footer = {
      "  chiron bench sandbox",
      "  chiron bench sandbox --language java --programs 50 --threads 2 --json"
    })
final class BenchSandboxCommand extends ChironCommand {
  @Option(
      names = "--language",
      paramLabel = "NAME",
      defaultValue = "python",
      description = "python, java or javascript (default: ${DEFAULT-VALUE}).")
  Language language = Language.PYTHON;

  @Option(
      names = "--sandbox",
      paramLabel = "KIND",
      defaultValue = "",
      description = "process or graalpy (default: the safest that this machine allows).")
  String sandbox = "";

  @Option(
      names = "--programs",
      paramLabel = "N",
      defaultValue = "200",
      description = "How many (default: ${DEFAULT-VALUE}).")
  int programs = 200;

  @Option(
      names = "--threads",
      paramLabel = "N",
      defaultValue = "1",
      description = "How many at the same time (default: ${DEFAULT-VALUE}).")
  int threads = 1;

  @Override
  public Answer run(Environment environment) {
    if (programs < 1 || threads < 1) {
      throw new InputException("--programs and --threads: give at least 1");
    }
    Outcomes outcomes = SandboxBenchmark.run(new Shapes(language, sandbox, programs, threads));
    return Answer.of(document(outcomes), out -> print(outcomes, out));
  }

  private ObjectNode document(Outcomes outcomes) {
    return Json.object()
        .put("benchmark", "sandbox")
        .put("language", language.name().toLowerCase(Locale.ROOT))
        .put("isolation", outcomes.isolation())
        .put("programs", programs)
        .put("threads", threads)
        .put("wallSeconds", outcomes.wallSeconds())
        .put("machineCpuSeconds", outcomes.machineCpuSeconds())
        .put("programsPerMinute", outcomes.programsPerMinute())
        .put("programsPerMinuteAndThread", outcomes.programsPerMinuteAndThread());
  }

  private static void print(Outcomes outcomes, PrintStream out) {
    out.printf("%s%n", outcomes.isolation());
    out.printf(
        Locale.ROOT,
        "%.0f programs a minute, %.0f a minute and thread (%.1f s)%n",
        outcomes.programsPerMinute(),
        outcomes.programsPerMinuteAndThread(),
        outcomes.wallSeconds());
  }
}
