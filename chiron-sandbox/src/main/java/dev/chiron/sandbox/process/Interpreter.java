package dev.chiron.sandbox.process;

import dev.chiron.core.program.Language;
import dev.chiron.core.program.Limits;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What runs the programs of a language: how it is started, and what it needs for itself beyond a
 * program's limits.
 *
 * @param executable its real path
 */
record Interpreter(Language language, Path executable) {
  private static final long MIB = 1 << 20;

  /**
   * The command that runs a program.
   *
   * @param directory where its files are
   * @param main its main file or class
   */
  List<String> command(String directory, String main, Limits limits) {
    String memory = Math.max(8, limits.memoryBytes() / MIB) + "m";
    return switch (language) {
      // Isolated mode: no environment variables, no user's packages, nothing beside the script.
      case PYTHON ->
          List.of(executable.toString(), "-I", "-S", "-B", "-X", "utf8", directory + "/" + main);
      case JAVASCRIPT ->
          List.of(
              executable.toString(),
              "--max-old-space-size=" + Math.max(8, limits.memoryBytes() / MIB),
              "--v8-pool-size=1",
              directory + "/" + main);
      case JAVA ->
          List.of(
              executable.toString(),
              "-Xmx" + memory,
              "-Xss1m",
              "-XX:+UseSerialGC",
              "-XX:TieredStopAtLevel=1",
              "-XX:CICompilerCount=1",
              "-XX:ReservedCodeCacheSize=24m",
              "-XX:CompressedClassSpaceSize=32m",
              "-XX:MaxMetaspaceSize=64m",
              "-XX:MaxDirectMemorySize=" + memory,
              "-XX:MaxJavaStackTraceDepth=64",
              "-XX:-UsePerfData",
              "-XX:-CreateCoredumpOnCrash",
              "-XX:ErrorFile=/dev/null",
              "-XX:+DisableAttachMechanism",
              "-ea",
              "-Xlog:disable",
              "-Xlog:all=error:stderr",
              "-XX:+DisplayVMOutputToStderr",
              "-Xshare:auto",
              "--limit-modules=java.base",
              "-Dfile.encoding=UTF-8",
              "-Dstdout.encoding=UTF-8",
              "-Dstderr.encoding=UTF-8",
              "-cp",
              directory,
              main);
    };
  }

  /** The kernel's limits as {@code prlimit} takes them. */
  List<String> limits(Limits limits) {
    long seconds = Math.max(1, (limits.cpu().toMillis() + 999) / 1000);
    List<String> options = new ArrayList<>();
    // V8 and the JVM reserve far more addresses than they use; what they use counts as data.
    options.add(
        language == Language.PYTHON
            ? "--as=" + (limits.memoryBytes() + ownBytes())
            : "--data=" + (limits.memoryBytes() + ownBytes()));
    options.add("--cpu=" + seconds + ":" + (seconds + 1));
    options.add("--nproc=" + (limits.processes() + ownThreads()));
    options.add("--fsize=" + limits.fileBytes());
    options.add("--nofile=" + limits.openFiles());
    options.add("--stack=" + 8 * MIB);
    options.add("--memlock=0");
    options.add("--msgqueue=0");
    options.add("--core=0");
    return options;
  }

  /** Memory of an idle interpreter: measured on CPython 3.11, Node 20 and JDK 25, then doubled. */
  private long ownBytes() {
    return switch (language) {
      case PYTHON -> 48 * MIB;
      case JAVASCRIPT -> 384 * MIB;
      case JAVA -> 256 * MIB;
    };
  }

  /** Threads of an idle interpreter, and the two processes that watch it. */
  private int ownThreads() {
    return switch (language) {
      case PYTHON -> 2;
      case JAVASCRIPT -> 14;
      case JAVA -> 24;
    };
  }
}
