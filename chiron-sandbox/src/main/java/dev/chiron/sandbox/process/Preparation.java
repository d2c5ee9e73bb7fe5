package dev.chiron.sandbox.process;

import dev.chiron.core.program.Language;
import dev.chiron.core.program.Program;
import dev.chiron.sandbox.java.JavaCompilation;

/** Turns sources into what is started: Java is compiled, the others are as they are. */
final class Preparation {
  private Preparation() {}

  /** For a program that is known to be right. */
  static Prepared of(Program program) {
    return program.language() == Language.JAVA
        ? of(JavaCompilation.of(program.source()))
        : Prepared.script(program);
  }

  static Prepared of(JavaCompilation compiled) {
    return new Prepared(
        compiled.files(),
        compiled
            .mainClass()
            .orElseThrow(() -> new IllegalStateException("no class with a main method")));
  }
}
