package dev.chiron.core.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chiron.core.error.InputException;
import dev.chiron.core.io.AtomicFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunStoreTest {
  private static final InstantSource NOON =
      InstantSource.fixed(Instant.parse("2026-05-06T12:00:00Z"));

  @TempDir private Path directory;

  private RunStore store() {
    return new RunStore(directory.resolve("runs"), NOON);
  }

  private ActiveRun start(RunStore store) {
    return store.start("adapt", List.of("adapt", "t"), directory, Map.of("seed", "3"));
  }

  @Test
  void aRunIsNamedAfterItsKindAndTimeAndNumberedWithinASecond() {
    try (ActiveRun first = start(store());
        ActiveRun second = start(store())) {
      assertThat(first.current().id()).isEqualTo("adapt-20260506-120000");
      assertThat(second.current().id()).isEqualTo("adapt-20260506-120000-2");
    }
  }

  @Test
  void aFinishedRunSaysWhatItDidAndThatItIsDone() {
    RunStore store = store();
    try (ActiveRun run = start(store)) {
      assertThat(store.find(run.current().id()).state()).isEqualTo(RunState.RUNNING);
      run.end(RunState.DONE);
    }
    RunRecord record = store.list().getFirst();
    assertThat(record.state()).isEqualTo(RunState.DONE);
    assertThat(record.command()).containsExactly("adapt", "t");
    assertThat(record.settings()).containsEntry("seed", "3");
    assertThat(record.ended()).isEqualTo("2026-05-06T12:00:00Z");
  }

  @Test
  void aRunThatIsClosedWithoutAnEndIsInterrupted() {
    RunStore store = store();
    String id;
    try (ActiveRun run = start(store)) {
      id = run.current().id();
    }
    assertThat(store.find(id).state()).isEqualTo(RunState.INTERRUPTED);
  }

  @Test
  void aRunThatSaysRunningWhileNobodyHoldsItsLockWasInterrupted() throws Exception {
    RunStore store = store();
    String id;
    Path file;
    String running;
    try (ActiveRun run = start(store)) {
      id = run.current().id();
      file = store.directory(id).resolve("run.json");
      running = Files.readString(file);
    }
    AtomicFiles.write(file, running);
    assertThat(running).contains("RUNNING");
    assertThat(store.find(id).state()).isEqualTo(RunState.INTERRUPTED);
  }

  @Test
  void aRunInProgressCanNeitherBeResumedNorDeleted() {
    RunStore store = store();
    try (ActiveRun run = start(store)) {
      String id = run.current().id();
      assertThatThrownBy(() -> store.reopen(id))
          .isInstanceOf(InputException.class)
          .hasMessageContaining("another process");
      assertThatThrownBy(() -> store.delete(id)).isInstanceOf(InputException.class);
      assertThat(store.directory(id)).exists();
    }
  }

  @Test
  void aResumedRunKeepsItsDirectoryAndItsSteps() {
    RunStore store = store();
    String id;
    try (ActiveRun run = start(store)) {
      id = run.current().id();
      run.run().remember("step", 42);
    }
    try (ActiveRun run = store.reopen(id)) {
      assertThat(run.run().recall("step", Integer.class)).contains(42);
      assertThat(run.current().state()).isEqualTo(RunState.RUNNING);
      run.end(RunState.FAILED);
    }
    assertThat(store.find(id).state()).isEqualTo(RunState.FAILED);
  }

  @Test
  void whatAKillLeftHalfWrittenIsClearedAwayWhenTheRunIsTakenUpAgain() throws IOException {
    RunStore store = store();
    String id;
    Path place;
    try (ActiveRun run = start(store)) {
      id = run.current().id();
      place = run.run().directory().resolve("methods");
      AtomicFiles.write(place.resolve("kept.json"), "{}");
      AtomicFiles.write(place.resolve(".hidden.tmp"), "not ours");
      Files.writeString(place.resolve(temporary("kept.json")), "{");
      Files.createDirectories(place.resolve(temporary("predictor")).resolve("adapter"));
      Files.createDirectory(place.resolve("predictor"));
      Files.createDirectory(place.resolve(".predictor.old"));
      // Killed after the old directory had made room and before the new one took its name.
      Files.createDirectory(place.resolve(".model.old"));
      Files.writeString(place.resolve(".model.old").resolve("config.json"), "{}");
    }
    store.reopen(id).close();
    try (Stream<Path> left = Files.list(place)) {
      assertThat(left.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("kept.json", ".hidden.tmp", "predictor", "model");
    }
    assertThat(place.resolve("model").resolve("config.json")).exists();
  }

  private static String temporary(String name) {
    return "." + name + "." + UUID.nameUUIDFromBytes(new byte[0]) + ".tmp";
  }

  @Test
  void aDeletedRunIsGone() {
    RunStore store = store();
    String id;
    try (ActiveRun run = start(store)) {
      id = run.current().id();
    }
    store.delete(id);
    assertThat(store.list()).isEmpty();
    assertThat(store.directory(id)).doesNotExist();
  }

  @Test
  void anIdIsNoPathOutOfTheStore() {
    assertThatThrownBy(() -> store().find("../elsewhere"))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith("no run '../elsewhere'");
  }
}
