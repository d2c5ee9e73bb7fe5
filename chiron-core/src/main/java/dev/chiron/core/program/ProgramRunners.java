package dev.chiron.core.program;

import dev.chiron.core.error.InputException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;

/**
 * Opens the safest sandbox for a language that this machine allows. There is no way to run a
 * program outside of one.
 */
public final class ProgramRunners {
  private ProgramRunners() {}

  /** The kinds of sandbox there are, the safest first. */
  public static List<ProgramRunnerProvider> providers() {
    return ServiceLoader.load(ProgramRunnerProvider.class).stream()
        .map(ServiceLoader.Provider::get)
        .sorted(Comparator.comparingInt(ProgramRunnerProvider::rank))
        .toList();
  }

  /**
   * The safest runner for a language.
   *
   * @throws InputException if there is none; says for each kind what is missing
   */
  public static ProgramRunner open(Language language) {
    return open(language, providers());
  }

  /**
   * The runner of the kind of this name.
   *
   * @throws InputException if it is unknown or can't run here
   */
  public static ProgramRunner open(Language language, String name) {
    List<ProgramRunnerProvider> named =
        providers().stream().filter(each -> each.name().equals(name)).toList();
    if (named.isEmpty()) {
      throw new InputException(
          "sandbox '"
              + name
              + "': unknown; known are "
              + String.join(", ", providers().stream().map(ProgramRunnerProvider::name).toList()));
    }
    return open(language, named);
  }

  private static ProgramRunner open(Language language, List<ProgramRunnerProvider> providers) {
    List<String> obstacles = new ArrayList<>();
    for (ProgramRunnerProvider provider : providers) {
      Optional<String> obstacle = provider.obstacle(language);
      if (obstacle.isEmpty()) {
        return provider.open(language);
      }
      obstacles.add(provider.name() + ": " + obstacle.get());
    }
    throw new InputException(
        "no sandbox for "
            + language.title()
            + " programs here, and none is run without one"
            + (obstacles.isEmpty() ? "" : " (" + String.join("; ", obstacles) + ")"));
  }
}
