package dev.chiron.sandbox.process;

import dev.chiron.core.program.Language;
import dev.chiron.core.program.Limits;
import dev.chiron.core.program.Program;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What this machine has and allows, found out by trying: the tools, the isolation, and for each
 * language an interpreter that runs inside of it. Asked once for the life of the JVM.
 */
final class Machine {
  private static final Machine THIS = new Machine();
  private static final List<String> TOOLS =
      List.of("sh", "setpriv", "prlimit", "timeout", "unshare", "mount", "umount", "pivot_root");
  private static final Path JAVA_HOME = Path.of(System.getProperty("java.home"));

  private final Map<Language, Finding> findings = new EnumMap<>(Language.class);

  private Machine() {}

  static Machine current() {
    return THIS;
  }

  /**
   * What was found for a language.
   *
   * @param cell empty where there is an obstacle
   * @param obstacle in words; empty where there is none
   */
  record Finding(Optional<Furnished> cell, String obstacle) {}

  /** An interpreter that was seen to run under this isolation. */
  record Furnished(Interpreter interpreter, Isolation isolation) {}

  synchronized Finding finding(Language language) {
    return findings.computeIfAbsent(language, Machine::look);
  }

  private static Finding look(Language language) {
    List<String> missing = TOOLS.stream().filter(tool -> !onPath(tool)).toList();
    if (!missing.isEmpty()) {
      return without(
          "these programs of Linux (util-linux, coreutils) are missing: "
              + String.join(", ", missing));
    }
    List<Path> candidates = candidates(language);
    if (candidates.isEmpty()) {
      return without("no " + name(language) + " on the PATH (" + System.getenv("PATH") + ")");
    }
    List<String> tried = new ArrayList<>();
    for (Isolation isolation : allowed(language)) {
      for (Path candidate : candidates) {
        Furnished cell = new Furnished(new Interpreter(language, candidate), isolation);
        Optional<String> problem = problem(cell);
        if (problem.isEmpty()) {
          return new Finding(Optional.of(cell), "");
        }
        tried.add(candidate + ": " + problem.get());
      }
    }
    return without("no interpreter starts inside the sandbox (" + String.join("; ", tried) + ")");
  }

  private static Finding without(String obstacle) {
    return new Finding(Optional.empty(), obstacle);
  }

  /** Limits alone are enough only for programs whose classes are checked before they run. */
  private static List<Isolation> allowed(Language language) {
    return language == Language.JAVA
        ? List.of(Isolation.NAMESPACES, Isolation.LIMITS)
        : List.of(Isolation.NAMESPACES);
  }

  /** Why a program that computes nothing does not run there; empty if it does. */
  private static Optional<String> problem(Furnished cell) {
    Interpreter interpreter = cell.interpreter();
    Program answer =
        Program.of(
            interpreter.language(),
            switch (interpreter.language()) {
              case PYTHON -> "print(6 * 7)";
              case JAVASCRIPT -> "console.log(6 * 7)";
              case JAVA ->
                  "class Main { public static void main(String[] a) { System.out.println(6 * 7); } }";
            });
    try (Cell probe = Cell.with(Preparation.of(answer), cell.isolation())) {
      Ended ended = probe.run(interpreter, "", Limits.strict());
      return ended.exitCode() == 0 && ended.stdout().strip().equals("42")
          ? Optional.empty()
          : Optional.of("exit code " + ended.exitCode() + " " + ended.stderr().strip());
    } catch (IllegalStateException | UncheckedIOException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  private static List<Path> candidates(Language language) {
    if (language == Language.JAVA) {
      return List.of(JAVA_HOME.resolve("bin").resolve("java"));
    }
    return Stream.concat(directories(), Stream.of(Path.of("/usr/bin"), Path.of("/usr/local/bin")))
        .map(directory -> directory.resolve(name(language)))
        .filter(Files::isExecutable)
        .map(Machine::real)
        .distinct()
        .toList();
  }

  private static String name(Language language) {
    return switch (language) {
      case PYTHON -> "python3";
      case JAVASCRIPT -> "node";
      case JAVA -> "java";
    };
  }

  private static boolean onPath(String tool) {
    return Stream.concat(
            directories(), Stream.of("/usr/bin", "/bin", "/usr/sbin", "/sbin").map(Path::of))
        .anyMatch(directory -> Files.isExecutable(directory.resolve(tool)));
  }

  private static Stream<Path> directories() {
    return Stream.of(Optional.ofNullable(System.getenv("PATH")).orElse("").split(":"))
        .filter(each -> !each.isEmpty())
        .map(Path::of);
  }

  private static Path real(Path path) {
    try {
      return path.toRealPath();
    } catch (IOException e) {
      return path;
    }
  }
}
