package dev.chiron.tuning.pretraining;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.chiron.data.episodes.EpisodeOptions;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where a part of a pre-training corpus comes from. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(value = SourceRecipe.Synthetic.class, name = "synthetic"),
  @JsonSubTypes.Type(value = SourceRecipe.Tasks.class, name = "tasks"),
  @JsonSubTypes.Type(value = SourceRecipe.Documents.class, name = "documents")
})
public sealed interface SourceRecipe {
  String name();

  /** The share of the draws, in proportion to the other sources' weights. */
  double weight();

  /** Episodes of the synthetic task families. */
  record Synthetic(String name, double weight, EpisodeOptions episodes) implements SourceRecipe {}

  /**
   * Episodes of the training examples of tasks in files.
   *
   * @param path below the recipe's data directory
   * @param format a task format's name
   * @param exclude prefixes of task names that are left out: what is held out for evaluation
   * @param maxCharacters longer examples are left out; 0 for no limit
   */
  record Tasks(
      String name,
      double weight,
      String path,
      String format,
      @Nullable List<String> exclude,
      int maxCharacters,
      EpisodeOptions episodes)
      implements SourceRecipe {
    public Tasks {
      exclude = exclude == null ? List.of() : List.copyOf(exclude);
    }

    boolean takes(String task) {
      return exclude().stream().noneMatch(task::startsWith);
    }

    @Override
    public List<String> exclude() {
      return exclude == null ? List.of() : exclude;
    }
  }

  /**
   * Running text: a text file, or the inputs of tasks.
   *
   * @param path below the recipe's data directory
   * @param format a task format's name; empty for a text file
   * @param include the tasks whose inputs are taken
   */
  record Documents(
      String name,
      double weight,
      String path,
      @Nullable String format,
      @Nullable List<String> include)
      implements SourceRecipe {
    public Documents {
      format = format == null ? "" : format;
      include = include == null ? List.of() : List.copyOf(include);
    }

    @Override
    public String format() {
      return format == null ? "" : format;
    }

    @Override
    public List<String> include() {
      return include == null ? List.of() : include;
    }
  }
}
