package dev.chiron.prompting.metaprompting;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A reply that asks for its program to be run.
 *
 * @param before what it says before the request, the program included
 * @param program the last fenced block there; empty if there is none
 */
record ProgramRequest(String before, Optional<String> program) {
  private static final Pattern FENCED = Pattern.compile("(?s)```[^\\n`]*\\n(.*?)```");

  /** The request of a reply; empty if it makes none. */
  static Optional<ProgramRequest> in(String reply) {
    int at = reply.indexOf(ConductorText.RUN);
    if (at < 0) {
      return Optional.empty();
    }
    String before = reply.substring(0, at).replace("\r\n", "\n");
    Optional<String> program = Optional.empty();
    Matcher blocks = FENCED.matcher(before);
    while (blocks.find()) {
      program = Optional.of(blocks.group(1));
    }
    return Optional.of(new ProgramRequest(before.strip(), program));
  }

  /** What the program printed, or that there is none. */
  String run(Interpreter interpreter) {
    return program
        .map(interpreter::run)
        .orElse("There was no program in a code fence before the request to run it.");
  }
}
