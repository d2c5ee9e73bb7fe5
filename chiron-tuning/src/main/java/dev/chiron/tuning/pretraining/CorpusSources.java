package dev.chiron.tuning.pretraining;

import dev.chiron.core.error.InputException;
import dev.chiron.core.task.Example;
import dev.chiron.core.task.Split;
import dev.chiron.core.task.Splits;
import dev.chiron.core.task.Task;
import dev.chiron.core.task.format.ReadOptions;
import dev.chiron.core.task.format.TaskFormats;
import dev.chiron.data.episodes.DocumentSource;
import dev.chiron.data.episodes.EpisodeSource;
import dev.chiron.data.episodes.EpisodeTask;
import dev.chiron.data.episodes.TextMixture;
import dev.chiron.data.episodes.TextSource;
import dev.chiron.data.synthetic.SyntheticFamilies;
import dev.chiron.data.synthetic.SyntheticFamily;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;

/** Opens the sources that a recipe names. */
final class CorpusSources {
  private final Path data;

  /**
   * @param data what the paths of the recipe are below
   */
  CorpusSources(Path data) {
    this.data = data;
  }

  TextMixture open(List<SourceRecipe> recipes) {
    return new TextMixture(
        recipes.stream()
            .map(recipe -> new TextMixture.Part(open(recipe), recipe.weight()))
            .toList());
  }

  private TextSource open(SourceRecipe recipe) {
    return switch (recipe) {
      case SourceRecipe.Synthetic synthetic -> synthetic(synthetic);
      case SourceRecipe.Tasks tasks -> tasks(tasks);
      case SourceRecipe.Documents documents -> documents(documents);
    };
  }

  private static TextSource synthetic(SourceRecipe.Synthetic recipe) {
    List<SyntheticFamily> families = SyntheticFamilies.all();
    return new EpisodeSource(
        recipe.name(),
        random -> EpisodeTask.of(families.get(random.nextInt(families.size())).draw(random)),
        recipe.episodes());
  }

  private TextSource tasks(SourceRecipe.Tasks recipe) {
    Predicate<Example> shortEnough =
        example ->
            recipe.maxCharacters() == 0
                || example.input().length() + example.output().length() <= recipe.maxCharacters();
    List<Task> tasks =
        read(recipe.path(), recipe.format()).stream()
            .filter(task -> recipe.takes(task.name()))
            .map(task -> withTraining(task, shortEnough))
            .filter(task -> task.splits().train().size() > 1)
            .toList();
    if (tasks.isEmpty()) {
      throw new InputException("source '" + recipe.name() + "': no task is left after filtering");
    }
    return new EpisodeSource(
        recipe.name(),
        random -> EpisodeTask.of(tasks.get(random.nextInt(tasks.size()))),
        recipe.episodes());
  }

  private static Task withTraining(Task task, Predicate<Example> kept) {
    List<Example> train = task.splits().part(Split.TRAIN).stream().filter(kept).toList();
    return task.withSplits(new Splits(train, List.of(), List.of()));
  }

  private TextSource documents(SourceRecipe.Documents recipe) {
    if (recipe.format().isEmpty()) {
      return new DocumentSource(recipe.name(), List.of(text(recipe.path())));
    }
    List<String> inputs =
        read(recipe.path(), recipe.format()).stream()
            .filter(task -> recipe.include().contains(task.name()))
            .flatMap(task -> task.splits().train().stream())
            .map(Example::input)
            .toList();
    return new DocumentSource(recipe.name(), inputs);
  }

  private List<Task> read(String path, String format) {
    return TaskFormats.named(format).read(data.resolve(path), ReadOptions.AS_IS).tasks();
  }

  private String text(String path) {
    Path file = data.resolve(path);
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw InputException.in(file, "cannot be read: " + e.getMessage());
    }
  }
}
