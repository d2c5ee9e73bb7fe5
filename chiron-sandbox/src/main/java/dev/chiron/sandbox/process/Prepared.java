package dev.chiron.sandbox.process;

import dev.chiron.core.program.Language;
import dev.chiron.core.program.Program;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * A program as its interpreter takes it.
 *
 * @param files by their path in the program's directory
 * @param main what is started: a file's name, or a class
 */
record Prepared(Map<String, byte[]> files, String main) {
  /** A program that is started from its source. */
  static Prepared script(Program program) {
    Language language = program.language();
    return new Prepared(
        Map.of(language.fileName(), program.source().getBytes(StandardCharsets.UTF_8)),
        language.fileName());
  }
}
