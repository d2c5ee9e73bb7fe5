package dev.chiron.sandbox.process;

/** What the kernel keeps from a program. */
enum Isolation {
  /**
   * Its own user, network, process, mount, IPC and host-name namespaces beside the limits: no
   * network, no process but its own, no file but the system's programs, its source and an empty
   * directory in memory.
   */
  NAMESPACES("namespaces.sh", "own namespaces without a network, minimal file view, kernel limits"),
  /** Limits alone; for programs that are checked before they run. */
  LIMITS("limits.sh", "kernel limits, for checked programs only");

  private final String script;
  private final String words;

  Isolation(String script, String words) {
    this.script = script;
    this.words = words;
  }

  String script() {
    return script;
  }

  String words() {
    return words;
  }
}
