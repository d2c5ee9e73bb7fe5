package dev.chiron.app.console;

/** What the process says when it ends. */
public final class ExitCode {
  /** The work was done. */
  public static final int SUCCESS = 0;

  /** The work failed, or a criterion was missed. */
  public static final int FAILURE = 1;

  /** The command was used wrongly, or its input is wrong. */
  public static final int USAGE = 2;

  /** Ctrl-C; the number is 128 and SIGINT's 2, as shells have it. */
  public static final int INTERRUPTED = 130;

  private ExitCode() {}
}
