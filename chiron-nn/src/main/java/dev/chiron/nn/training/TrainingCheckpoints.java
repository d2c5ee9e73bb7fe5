package dev.chiron.nn.training;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.chiron.core.error.InputException;
import dev.chiron.core.io.AtomicFiles;
import dev.chiron.core.io.Json;
import dev.chiron.nn.checkpoint.Checkpoint;
import dev.chiron.nn.checkpoint.SafetensorsWriter;
import dev.chiron.nn.tensor.Scope;
import dev.chiron.nn.weights.Parameters;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Directories {@code step-…}, one per checkpoint, each made in one step; the last two are kept, so
 * that a damaged one costs little.
 */
final class TrainingCheckpoints {
  private static final int KEPT = 2;

  private static final String WEIGHTS = "trained.safetensors";
  private static final String BEST = "best.safetensors";
  private static final String AVERAGE = "average.safetensors";
  private static final String OPTIMIZER = "optimizer.safetensors";
  private static final String STATE = "state.json";

  private record State(String fingerprint, TrainingState.Numbers numbers) {}

  private final Path directory;
  private final String fingerprint;

  /**
   * @param fingerprint of settings and data: a checkpoint with another is refused
   */
  TrainingCheckpoints(Path directory, String fingerprint) {
    this.directory = directory;
    this.fingerprint = fingerprint;
  }

  void save(TrainingState state) {
    Path target = directory.resolve("step-%09d".formatted(state.numbers().step()));
    AtomicFiles.writeDirectory(
        target,
        temporary -> {
          SafetensorsWriter.write(temporary.resolve(WEIGHTS), state.trained());
          try (Scope _ = Scope.open()) {
            SafetensorsWriter.write(temporary.resolve(OPTIMIZER), state.optimizer().state());
          }
          state
              .average()
              .ifPresent(average -> SafetensorsWriter.write(temporary.resolve(AVERAGE), average));
          state.best().ifPresent(best -> SafetensorsWriter.write(temporary.resolve(BEST), best));
          ObjectNode json = Json.object().put("fingerprint", fingerprint);
          json.set("numbers", Json.tree(state.numbers()));
          AtomicFiles.write(temporary.resolve(STATE), Json.pretty(json));
        });
    List<Path> all = newestFirst();
    all.subList(Math.min(KEPT, all.size()), all.size()).forEach(TrainingCheckpoints::delete);
  }

  /**
   * Goes back to the newest checkpoint that can be read.
   *
   * @return whether there was one
   * @throws InputException if there are checkpoints but none can be used; says why the newest can't
   */
  boolean restore(TrainingState state) {
    InputException problem = null;
    for (Path checkpoint : newestFirst()) {
      try {
        restore(checkpoint, state);
        return true;
      } catch (InputException e) {
        problem = problem == null ? e : problem;
      }
    }
    if (problem != null) {
      throw problem;
    }
    return false;
  }

  private void restore(Path checkpoint, TrainingState state) {
    State saved = Json.read(checkpoint.resolve(STATE), State.class);
    if (!saved.fingerprint.equals(fingerprint)) {
      throw InputException.in(
          checkpoint.resolve(STATE),
          "fingerprint",
          "the checkpoint is of other settings or data (%s; now %s): train in another run"
              .formatted(saved.fingerprint, fingerprint));
    }
    // All is read before anything is changed.
    try (Parameters weights = Checkpoint.read(checkpoint.resolve(WEIGHTS));
        Parameters optimizer = Checkpoint.read(checkpoint.resolve(OPTIMIZER))) {
      if (saved.numbers.bestLoss() != null) {
        state.keepAsBest(Checkpoint.read(checkpoint.resolve(BEST)));
      }
      if (state.average().isPresent()) {
        try (Parameters average = Checkpoint.read(checkpoint.resolve(AVERAGE))) {
          state.average().get().load(average);
        }
      }
      state.loadTrained(weights);
      state.optimizer().load(optimizer);
      state.numbers(saved.numbers);
    } catch (IllegalArgumentException e) {
      throw new InputException(checkpoint + ": is of another model: " + e.getMessage(), e);
    }
  }

  private List<Path> newestFirst() {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (Stream<Path> children = Files.list(directory)) {
      return children
          .filter(child -> child.getFileName().toString().matches("step-\\d{9,}"))
          .sorted(Comparator.comparing(TrainingCheckpoints::step).reversed())
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Long step(Path checkpoint) {
    return Long.valueOf(checkpoint.getFileName().toString().substring("step-".length()));
  }

  private static void delete(Path checkpoint) {
    try {
      AtomicFiles.deleteTree(checkpoint);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
