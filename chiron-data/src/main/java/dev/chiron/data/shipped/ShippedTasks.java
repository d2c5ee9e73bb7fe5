package dev.chiron.data.shipped;

import dev.chiron.core.random.Seeds;
import dev.chiron.core.task.Example;
import dev.chiron.core.task.Splits;
import dev.chiron.core.task.Task;
import dev.chiron.core.task.TaskCollection;
import dev.chiron.core.task.TaskInfo;
import dev.chiron.core.task.format.TaskFormats;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/** The tasks that ship with the project, made anew from their generators. */
public final class ShippedTasks {
  /** The seed of the committed files. */
  private static final Seeds SEEDS = new Seeds(2026);

  /** How many draws may be turned down in a row before a generator counts as exhausted. */
  private static final int PATIENCE = 20_000;

  /** One test example in so many uses what the training part never uses. */
  private static final int HELD_OUT_EVERY = 3;

  private ShippedTasks() {}

  /** All tasks, by name. */
  public static List<Task> all() {
    return sources().stream().map(ShippedTasks::make).toList();
  }

  /** Writes {@code <name>.json} for every task: {@code ShippedTasks DIRECTORY}. */
  public static void main(String[] arguments) {
    Path directory = Path.of(arguments.length == 0 ? "tasks" : arguments[0]);
    TaskFormats.chiron().write(new TaskCollection("shipped", all()), directory);
  }

  static List<TaskSource> sources() {
    return List.of(
        new AddressCountry(),
        new CamelToSnake(),
        ChatIntent.task(),
        CommitType.task(),
        new DateIso(),
        new DurationIso(),
        ExceptionRemedy.task(),
        new FeatureFlag(),
        HttpStatusClass.task(),
        IncidentPriority.task(),
        new JsonField(),
        LogCause.task(),
        new PluralForms(),
        new ReviewSentiment(),
        SemverBump.task(),
        SnippetLanguage.task(),
        new SqlClauseName(),
        TicketRouting.task(),
        Toxicity.task(),
        new UnitConversion());
  }

  private static Task make(TaskSource source) {
    Seeds seeds = SEEDS.child(source.name());
    TaskSize size = source.size();
    Distinctness known = new Distinctness();
    List<Example> train = examples(source, size.train(), known, false, seeds.generator("train"));
    List<Example> dev = examples(source, size.dev(), known, false, seeds.generator("dev"));
    List<Example> test = examples(source, size.test(), known, true, seeds.generator("test"));
    Splits splits =
        new Splits(
            Seeds.shuffled(train, seeds.generator("train order")),
            Seeds.shuffled(dev, seeds.generator("dev order")),
            Seeds.shuffled(test, seeds.generator("test order")));
    TaskInfo info = new TaskInfo("chiron", source.category(), List.of(), List.of("en"), Map.of());
    return new Task(
        source.name(),
        source.instruction(),
        List.of(),
        List.of(),
        source.labels(),
        splits,
        source.metric(),
        info);
  }

  /** Draws one part; the test part keeps its distance from the parts before it. */
  private static List<Example> examples(
      TaskSource source, int count, Distinctness known, boolean test, RandomGenerator random) {
    List<Example> examples = new ArrayList<>();
    Distinctness own = test ? new Distinctness() : known;
    int refused = 0;
    while (examples.size() < count) {
      int turn = examples.size();
      // The draw for held-out material must not take turns in step with the labels.
      boolean heldOut = test && random.nextInt(HELD_OUT_EVERY) == 0;
      Example example = source.draw(turn, heldOut, random);
      if ((!test || !known.near(example.input())) && own.addNew(example.input())) {
        examples.add(example);
        refused = 0;
      } else if (++refused > PATIENCE) {
        throw new IllegalStateException(
            source.name() + ": no new input after " + examples.size() + " of " + count);
      }
    }
    return examples;
  }
}
