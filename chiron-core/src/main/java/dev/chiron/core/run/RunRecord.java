package dev.chiron.core.run;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.List;
import java.util.Map;

/**
 * What a run's {@code run.json} says.
 *
 * @param id the name of its directory
 * @param command the arguments that it was started with; resuming executes them again
 * @param workingDirectory absolute; what relative paths of the command are relative to
 * @param state as last written: see {@link RunStore#find} for how it stands now
 * @param started an ISO 8601 instant
 * @param ended an ISO 8601 instant; empty until it ended
 * @param settings what the command makes of its arguments and defaults, by name
 * @param version of Chiron
 */
@JsonPropertyOrder({
  "id",
  "command",
  "workingDirectory",
  "state",
  "started",
  "ended",
  "settings",
  "version"
})
public record RunRecord(
    String id,
    List<String> command,
    String workingDirectory,
    RunState state,
    String started,
    String ended,
    Map<String, String> settings,
    String version) {
  public RunRecord {
    command = List.copyOf(command);
    settings = java.util.Collections.unmodifiableMap(new java.util.TreeMap<>(settings));
  }

  RunRecord as(RunState newState, String newEnded) {
    return new RunRecord(
        id, command, workingDirectory, newState, started, newEnded, settings, version);
  }
}
