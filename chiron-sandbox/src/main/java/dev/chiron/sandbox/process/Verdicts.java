package dev.chiron.sandbox.process;

import dev.chiron.core.program.Language;
import dev.chiron.core.program.Limits;
import dev.chiron.core.program.Outcome;
import dev.chiron.core.program.Verdict;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Says why a process ended: by what ended it where that is known, and by what its interpreter wrote
 * of an uncaught exception otherwise. A program can write such words itself and so choose between
 * the verdicts of failure, but never make an {@link Verdict#OK} of one.
 */
final class Verdicts {
  private static final int SIGKILL = 9;
  private static final int SIGXCPU = 24;
  private static final int SIGXFSZ = 25;

  private static final Pattern PYTHON_ERROR =
      Pattern.compile("(?m)^([A-Za-z_][\\w.]*)(?:: (.*))?$");
  private static final Pattern PYTHON_PARSER =
      Pattern.compile("SyntaxError|IndentationError|TabError");
  private static final Pattern JAVA_ERROR =
      Pattern.compile(
          "(?m)^Exception in thread \"[^\"]*\" (?:.*?Caused by: )?([\\w.$]+)(?:: (.*))?$");
  private static final Pattern JAVA_CAUSE =
      Pattern.compile("(?m)^Caused by: ([\\w.$]+)(?:: (.*))?$");
  private static final Pattern NODE_ERROR =
      Pattern.compile("(?m)^(?:Uncaught )?([A-Z]\\w*(?: \\[\\w+])?)(?:: (.*))?$");

  private static final Pattern MEMORY =
      Pattern.compile(
          "MemoryError|OutOfMemoryError(?!: unable to create native thread)|heap out of memory"
              + "|Array buffer allocation failed|Cannot allocate memory|Out of memory"
              + "|Failed to reserve|Zone Allocation failed|insufficient memory",
          Pattern.CASE_INSENSITIVE);
  private static final Pattern FORBIDDEN =
      Pattern.compile(
          "PermissionError|Operation not permitted|Permission denied|Read-only file system"
              + "|Network is unreachable|Name or service not known|name resolution"
              + "|Resource temporarily unavailable|can't start new thread"
              + "|unable to create native thread|File too large|No space left on device"
              + "|Too many open files|\\b(?:EPERM|EACCES|EROFS|ENETUNREACH|EAI_AGAIN|EAGAIN|EFBIG"
              + "|ENOSPC|EMFILE|ERR_WORKER_INIT_FAILED)\\b|UnknownHostException");

  private Verdicts() {}

  static Outcome of(Ended ended, Language language, Limits limits) {
    return switch (verdict(ended, language, limits)) {
      case OK -> outcome(Verdict.OK, "", ended);
      case TIMEOUT -> outcome(Verdict.TIMEOUT, timeout(ended, limits), ended);
      case OUTPUT ->
          outcome(Verdict.OUTPUT, "more than " + limits.outputBytes() + " bytes of output", ended);
      case CRASH -> outcome(Verdict.CRASH, "signal " + (ended.exitCode() - 128), ended);
      case MEMORY, FORBIDDEN, FAILED, DOES_NOT_COMPILE ->
          outcome(verdict(ended, language, limits), error(ended, language), ended);
    };
  }

  private static Verdict verdict(Ended ended, Language language, Limits limits) {
    int signal = ended.exitCode() - 128;
    if (ended.talkative()) {
      return Verdict.OUTPUT;
    }
    boolean cpuSpent = ended.cpu().compareTo(limits.cpu()) >= 0;
    if (ended.late() || signal == SIGXCPU || (signal == SIGKILL && cpuSpent)) {
      return Verdict.TIMEOUT;
    }
    if (ended.exitCode() == 0) {
      return Verdict.OK;
    }
    String words = error(ended, language);
    if (FORBIDDEN.matcher(words).find() || signal == SIGXFSZ) {
      return Verdict.FORBIDDEN;
    }
    if (MEMORY.matcher(words).find() || (signal > 0 && MEMORY.matcher(ended.stderr()).find())) {
      return Verdict.MEMORY;
    }
    if (signal > 0 && signal < 65) {
      return Verdict.CRASH;
    }
    return language == Language.PYTHON
            && PYTHON_PARSER.matcher(words).lookingAt()
            && !ended.stderr().contains("Traceback (most recent call last)")
        ? Verdict.DOES_NOT_COMPILE
        : Verdict.FAILED;
  }

  private static Outcome outcome(Verdict verdict, String detail, Ended ended) {
    return new Outcome(
        verdict, detail, ended.exitCode(), ended.stdout(), ended.stderr(), ended.wall());
  }

  private static String timeout(Ended ended, Limits limits) {
    return ended.late()
        ? "not done after " + limits.wall().toMillis() + " ms"
        : "more than " + limits.cpu().toMillis() + " ms of processor time";
  }

  /** The line that names the uncaught exception, or what else was written last. */
  private static String error(Ended ended, Language language) {
    List<Pattern> patterns =
        switch (language) {
          case PYTHON -> List.of(PYTHON_ERROR);
          case JAVA -> List.of(JAVA_CAUSE, JAVA_ERROR);
          case JAVASCRIPT -> List.of(NODE_ERROR);
        };
    for (Pattern pattern : patterns) {
      Matcher matcher = pattern.matcher(ended.stderr());
      String last = "";
      while (matcher.find()) {
        last =
            matcher.group(2) == null
                ? matcher.group(1)
                : matcher.group(1) + ": " + matcher.group(2);
      }
      if (!last.isEmpty()) {
        return last.strip();
      }
    }
    String line = ended.stderr().lines().filter(each -> !each.isBlank()).reduce("", (a, b) -> b);
    return line.isEmpty() ? "exit code " + ended.exitCode() : line.strip();
  }
}
