package dev.chiron.app;

import dev.chiron.app.console.Environment;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The command in a process of its own: arguments are the user's directory, then the command's. Its
 * clock starts at one known instant, so that runs have known ids, and leaps with every look at it,
 * so that every bit of progress is a line.
 */
final class CommandProgram {
  private CommandProgram() {}

  public static void main(String[] arguments) {
    AtomicLong looks = new AtomicLong();
    InstantSource clock =
        () -> Instant.EPOCH.plus(Duration.ofMinutes(1).multipliedBy(looks.getAndIncrement()));
    Environment process = Main.process(System.out, System.err);
    Environment environment =
        new Environment(
            Path.of(arguments[0]),
            process.root(),
            Map.of(),
            process.input(),
            process.output(),
            process.errors(),
            false,
            clock,
            process.shell(),
            process.resumes());
    System.exit(Main.run(Arrays.asList(arguments).subList(1, arguments.length), environment));
  }
}
