package dev.chiron.app.command;

import dev.chiron.app.console.Answer;
import dev.chiron.app.console.Environment;
import dev.chiron.core.run.RunRecord;
import dev.chiron.core.run.RunStore;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/**
 * {@code chiron runs resume}: executes the run's own command again on the run's own directory, in
 * which every finished step is remembered. The answer is that of the command.
 */
@Command(
    footerHeading = "%nExamples:%n",
    footer = {"  chiron runs resume adapt-20260506-120000"})
final class RunsResumeCommand extends ChironCommand {
  @Parameters(paramLabel = "ID", description = "The run to go on with.")
  String id = "";

  @Override
  public Answer run(Environment environment) {
    RunRecord run = new RunStore(environment.runs(), environment.clock()).find(id);
    Path startedIn = Path.of(run.workingDirectory());
    // Relative paths stay relative where they can, so that messages read as they did.
    boolean here = startedIn.equals(environment.directory().toAbsolutePath().normalize());
    Environment resuming = environment.resuming(id, here ? environment.directory() : startedIn);
    return environment.shell().answer(run.command(), resuming);
  }
}
