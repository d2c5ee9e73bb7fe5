package dev.chiron.core.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.chiron.core.budget.BudgetMeter;
import dev.chiron.core.budget.Spend;
import dev.chiron.core.error.InputException;
import dev.chiron.core.io.Json;
import java.util.function.Supplier;

/**
 * A run whose steps remember what they spent. A step that is only read counts against the budget
 * with what it had cost, so that a resumed run stops where an uninterrupted one does.
 *
 * <p>What a step cost is the difference of the meter before and after it, so nothing else may spend
 * on the meter meanwhile.
 */
public record MeteredRun(Run run, BudgetMeter meter) implements Steps {
  /** A step's value and price, as they are kept. */
  private record Paid(JsonNode value, Spend spend) {}

  @Override
  public <T> T step(String name, Class<T> type, Supplier<T> work) {
    Paid paid =
        run.recall(name, Paid.class)
            .map(
                known -> {
                  meter.absorb(known.spend());
                  return known;
                })
            .orElseGet(
                () -> {
                  Spend before = meter.spent();
                  JsonNode value = Json.tree(work.get());
                  Paid done = new Paid(value, meter.spent().since(before));
                  run.remember(name, done);
                  return done;
                });
    try {
      // Read back in either case: a value that JSON changed would tell the two runs apart.
      return Json.mapper().treeToValue(paid.value(), type);
    } catch (JsonProcessingException e) {
      throw new InputException(
          run.directory() + ": step '" + name + "' is not this version's: delete the run", e);
    }
  }
}
