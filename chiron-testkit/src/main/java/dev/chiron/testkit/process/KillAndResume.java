package dev.chiron.testkit.process;

import dev.chiron.core.random.Seeds;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/**
 * Proves that a program that is killed at any moment and started again ends with what an
 * uninterrupted run ends with.
 *
 * <p>The program runs once undisturbed. Then it runs in another directory, is killed with SIGKILL
 * after a seeded random number of lines of progress, is started again with the same arguments, and
 * so on; after the last kill it runs to its end. The two directories are compared byte for byte,
 * after a {@link Normaliser}.
 *
 * @param mainClass the program, found on this JVM's class path
 * @param jvmOptions for its JVM
 * @param arguments the program's arguments, from the directory of the run
 * @param watched the file in the run's directory whose lines are the progress; empty for the
 *     program's output
 * @param kills how often it is killed, if it does not end before
 * @param normaliser what the runs may differ in
 * @param seeds when it is killed
 */
public record KillAndResume(
    String mainClass,
    List<String> jvmOptions,
    Function<Path, List<String>> arguments,
    Optional<String> watched,
    int kills,
    Normaliser normaliser,
    Seeds seeds) {

  /**
   * What came out.
   *
   * @param kills how often it was killed
   * @param linesAtKill how many lines of progress there were at each kill
   * @param files how many files were compared
   * @param differences one line for each file that differs or is missing; empty when all is well
   */
  public record Outcome(int kills, List<Long> linesAtKill, int files, List<String> differences) {}

  /**
   * Runs it all.
   *
   * @param workspace an empty directory; gets {@code whole/}, {@code interrupted/} and their logs
   * @throws IllegalStateException if the program fails by itself
   */
  public Outcome run(Path workspace) {
    Path whole = workspace.resolve("whole");
    start(whole).awaitSuccess();
    long lines = WatchedProcess.lines(watchedFile(whole));

    Path interrupted = workspace.resolve("interrupted");
    Path file = watchedFile(interrupted);
    RandomGenerator random = seeds.generator("kill");
    // A share of the work for each life, so that the kills spread over all of it.
    long share = Math.max(1, 2 * lines / (kills + 1));
    List<Long> linesAtKill = new ArrayList<>();
    boolean running = true;
    while (running && linesAtKill.size() < kills) {
      long target = WatchedProcess.lines(file) + random.nextLong(share);
      running = start(interrupted).killAtLine(file, target);
      if (running) {
        linesAtKill.add(WatchedProcess.lines(file));
      }
    }
    // Also when it has ended by itself: starting a finished run again must change nothing.
    start(interrupted).awaitSuccess();
    Map<String, byte[]> expected = contents(whole);
    return new Outcome(
        linesAtKill.size(),
        List.copyOf(linesAtKill),
        expected.size(),
        differences(expected, contents(interrupted)));
  }

  private WatchedProcess start(Path directory) {
    return WatchedProcess.start(mainClass, jvmOptions, arguments.apply(directory), log(directory));
  }

  private Path watchedFile(Path directory) {
    return watched.map(directory::resolve).orElse(log(directory));
  }

  private static Path log(Path directory) {
    return directory.resolveSibling(directory.getFileName() + ".log");
  }

  private Map<String, byte[]> contents(Path directory) {
    Map<String, byte[]> contents = new TreeMap<>();
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String name = directory.relativize(file).toString().replace('\\', '/');
        normaliser
            .normalise(name, Files.readAllBytes(file))
            .ifPresent(bytes -> contents.put(name, bytes));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return contents;
  }

  private static List<String> differences(
      Map<String, byte[]> expected, Map<String, byte[]> actual) {
    TreeSet<String> names = new TreeSet<>(expected.keySet());
    names.addAll(actual.keySet());
    List<String> differences = new ArrayList<>();
    for (String name : names) {
      byte[] left = expected.get(name);
      byte[] right = actual.get(name);
      if (left == null) {
        differences.add(name + ": only in the interrupted run");
      } else if (right == null) {
        differences.add(name + ": only in the whole run");
      } else if (!Arrays.equals(left, right)) {
        differences.add(name + ": differs from byte " + Arrays.mismatch(left, right));
      }
    }
    return differences;
  }
}
