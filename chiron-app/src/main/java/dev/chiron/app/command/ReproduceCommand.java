package dev.chiron.app.command;

import com.fasterxml.jackson.databind.JsonNode;
import dev.chiron.app.console.Answer;
import dev.chiron.app.console.Environment;
import dev.chiron.app.console.ExitCode;
import dev.chiron.app.console.ProgressDisplay;
import dev.chiron.app.console.TextTable;
import dev.chiron.core.io.AtomicFiles;
import dev.chiron.core.io.Json;
import dev.chiron.core.method.Measurement;
import dev.chiron.core.method.Methods;
import dev.chiron.core.method.Reproduction;
import dev.chiron.core.method.ReproductionResult;
import dev.chiron.core.random.Seeds;
import dev.chiron.core.run.Run;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code chiron reproduce}: measures what a paper claims and judges it by a fixed criterion. */
@Command(
    footerHeading = "%nExamples:%n",
    footer = {
      "  chiron reproduce all",
      "  chiron reproduce lora --profile full --out /tmp/reproductions"
    })
final class ReproduceCommand extends ChironCommand {
  @Parameters(paramLabel = "ID", description = "One reproduction's id, or all.")
  String id = "";

  @Option(
      names = "--profile",
      paramLabel = "NAME",
      defaultValue = "quick",
      description = "quick (minutes on two cores) or full (default: ${DEFAULT-VALUE}).")
  Reproduction.Profile profile = Reproduction.Profile.QUICK;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Where ID.json is written (default: reproductions where Chiron is installed).")
  @Nullable String out;

  @Override
  public Answer run(Environment environment) {
    List<Reproduction> chosen =
        id.equals("all") ? Methods.reproductions() : List.of(Methods.reproduction(id));
    Path directory =
        out == null ? environment.root().resolve("reproductions") : environment.resolve(out);
    List<ReproductionResult> results =
        new RunSession(environment)
            .run(
                arguments(),
                Map.of("id", id, "profile", name(profile)),
                run -> measureAll(chosen, run.run(), directory, environment));
    boolean passed = results.stream().allMatch(ReproductionResult::passed);
    JsonNode document = id.equals("all") ? Json.tree(results) : Json.tree(results.getFirst());
    return new Answer(
        document,
        stream -> {
          TextTable table = new TextTable("REPRODUCTION", "RESULT", "CPU", "CRITERION");
          for (ReproductionResult result : results) {
            table.row(
                result.id(),
                result.passed() ? "passed" : "MISSED",
                String.format(Locale.ROOT, "%.1fs", result.cpuSeconds()),
                result.criterion());
          }
          table.print(stream);
        },
        passed ? ExitCode.SUCCESS : ExitCode.FAILURE);
  }

  private List<ReproductionResult> measureAll(
      List<Reproduction> chosen, Run run, Path directory, Environment environment) {
    List<ReproductionResult> results = new ArrayList<>();
    try (ProgressDisplay progress = new ProgressDisplay(environment)) {
      for (Reproduction reproduction : chosen) {
        ReproductionResult result =
            measure(reproduction, run.child(reproduction.id()), environment, progress);
        AtomicFiles.write(directory.resolve(reproduction.id() + ".json"), Json.pretty(result));
        results.add(result);
      }
    }
    return results;
  }

  private ReproductionResult measure(
      Reproduction reproduction, Run run, Environment environment, ProgressDisplay progress) {
    List<Long> seeds = reproduction.seeds(profile);
    List<Measurement> measurements = new ArrayList<>();
    double cpu = 0;
    for (int i = 0; i < seeds.size(); i++) {
      long seed = seeds.get(i);
      progress.update(reproduction.id(), i, seeds.size(), "seed " + seed);
      Timed timed =
          run.step(
              "measure seed=" + seed,
              Timed.class,
              () -> timed(reproduction, seed, run.child("seed-" + seed), environment, progress));
      measurements.add(timed.measurement());
      cpu += timed.cpuSeconds();
    }
    return ReproductionResult.of(reproduction, profile, measurements, cpu);
  }

  private Timed timed(
      Reproduction reproduction,
      long seed,
      Run run,
      Environment environment,
      ProgressDisplay progress) {
    double start = cpuSeconds();
    Measurement measurement =
        reproduction.measure(
            new Reproduction.Context(
                profile,
                new Seeds(seed),
                run,
                environment.root(),
                progress.under(reproduction.id())));
    return new Timed(measurement, cpuSeconds() - start);
  }

  /** A measurement with the processor time that it took. */
  record Timed(Measurement measurement, double cpuSeconds) {}

  private static double cpuSeconds() {
    return ManagementFactory.getOperatingSystemMXBean()
            instanceof com.sun.management.OperatingSystemMXBean system
        ? system.getProcessCpuTime() / 1e9
        : 0;
  }

  private static String name(Reproduction.Profile profile) {
    return profile.name().toLowerCase(Locale.ROOT);
  }
}
