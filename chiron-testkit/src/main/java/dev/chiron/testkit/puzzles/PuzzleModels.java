package dev.chiron.testkit.puzzles;

import dev.chiron.core.error.InputException;
import dev.chiron.core.model.LanguageModel;
import dev.chiron.core.model.ModelOptions;
import dev.chiron.core.model.ModelProvider;
import dev.chiron.core.random.Seeds;
import dev.chiron.testkit.ResponderModel;
import java.util.List;

/**
 * Opens {@link FallibleSolver}s by name: {@code simulated:puzzles}, or {@code simulated:puzzles/N}
 * for another seed. They cost nothing and need no network.
 */
public final class PuzzleModels implements ModelProvider {
  private static final String NAME = "simulated:puzzles";

  @Override
  public String accepts() {
    return NAME + " (or " + NAME + "/SEED)";
  }

  @Override
  public boolean handles(String name) {
    return name.equals(NAME) || name.startsWith(NAME + "/");
  }

  @Override
  public LanguageModel open(String name, ModelOptions options) {
    return new ResponderModel(name, new FallibleSolver(new Seeds(seed(name))));
  }

  @Override
  public List<String> names() {
    return List.of(NAME);
  }

  private static long seed(String name) {
    if (name.equals(NAME)) {
      return 0;
    }
    try {
      return Long.parseLong(name.substring(NAME.length() + 1));
    } catch (NumberFormatException e) {
      throw new InputException("model '" + name + "': the part after the slash must be a seed", e);
    }
  }
}
