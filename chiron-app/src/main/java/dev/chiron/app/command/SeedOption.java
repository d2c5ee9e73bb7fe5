package dev.chiron.app.command;

import dev.chiron.core.random.Seeds;
import picocli.CommandLine.Option;

/** The seed of a command that draws everything from one. */
final class SeedOption {
  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "0",
      description = "Of everything random (default: ${DEFAULT-VALUE}).")
  long seed;

  Seeds seeds() {
    return new Seeds(seed);
  }
}
