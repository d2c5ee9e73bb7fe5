package dev.chiron.nn.training;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.chiron.core.run.Run;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * What a training tells of itself in its run: {@code events.jsonl}, and the same numbers under
 * {@code tensorboard/}. Without a run it tells nothing.
 */
final class TrainingLog {
  private static final Path TENSOR_BOARD = Path.of("tensorboard", "events.out.tfevents.chiron");

  private final Optional<Run> run;

  TrainingLog(Optional<Run> run) {
    this.run = run;
  }

  void event(String type, ObjectNode fields) {
    run.ifPresent(each -> Uninterrupted.run(() -> each.event(type, fields)));
  }

  /** An event whose scalars are drawn as curves too. */
  void event(String type, ObjectNode fields, long step, Map<String, Double> scalars) {
    event(type, fields);
    run.ifPresent(
        each ->
            Uninterrupted.run(
                () ->
                    new TensorBoardFile(each.directory().resolve(TENSOR_BOARD), each.now())
                        .add(each.now(), step, scalars)));
  }
}
