package dev.chiron.testkit.rules;

import dev.chiron.core.error.InputException;
import dev.chiron.core.model.LanguageModel;
import dev.chiron.core.model.ModelOptions;
import dev.chiron.core.model.ModelProvider;
import dev.chiron.core.random.Seeds;
import dev.chiron.core.task.Task;
import dev.chiron.testkit.Responder;
import dev.chiron.testkit.ResponderModel;
import java.util.List;

/**
 * Opens simulated models by name: {@code simulated:rules} answers the task {@code hidden-rule} as a
 * {@link BayesianResponder} and questions about prompts as a {@link RuleProposer}; {@code
 * simulated:rules/N} does so in the world of seed N. They cost nothing and need no network.
 */
public final class RuleModels implements ModelProvider {
  /** The world of the model without a number. */
  public static final long SEED = 0;

  private static final String NAME = "simulated:rules";

  /** The task of the model without a number, whose rule it has not been told. */
  public static Task task() {
    return new RuleWorld(new Seeds(SEED)).wholeTask("hidden-rule", "Name the object.", 103, 40);
  }

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
    return new ResponderModel(name, responder(seed(name)));
  }

  @Override
  public List<String> names() {
    return List.of(NAME);
  }

  private static Responder responder(long seed) {
    RuleWorld world = new RuleWorld(new Seeds(seed));
    Responder reader =
        new BayesianResponder(
            world, BayesianResponder.Skill.ATTENTIVE, new Seeds(seed).child("reader"));
    Responder writer =
        new RuleProposer(RuleProposer.Skill.OPTIMIZER, new Seeds(seed).child("writer"));
    return (prompt, decoding) ->
        (RuleProposer.isAsked(prompt) ? writer : reader).respond(prompt, decoding);
  }

  private static long seed(String name) {
    if (name.equals(NAME)) {
      return SEED;
    }
    try {
      return Long.parseLong(name.substring(NAME.length() + 1));
    } catch (NumberFormatException e) {
      throw new InputException(
          "model '" + name + "': the part after the slash must be the world's seed", e);
    }
  }
}
