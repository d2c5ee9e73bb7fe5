package dev.chiron.core.run;

/** The version of Chiron, as the results that it writes say it. */
public final class Version {
  /** As in the build, without its qualifier. */
  public static final String NUMBER = "0.1.0";

  private Version() {}
}
