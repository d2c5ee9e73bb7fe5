package dev.chiron.core.method;

import dev.chiron.core.random.Seeds;
import dev.chiron.core.run.Progress;
import dev.chiron.core.run.Run;
import java.nio.file.Path;
import java.util.List;

/**
 * The proof that a method does what its paper says: an experiment with a criterion that is fixed
 * before it is run. It works through the same interface that a user calls. Found by {@link
 * java.util.ServiceLoader}.
 */
public interface Reproduction {
  /** The id of its method, or the name of a study; the result's file is named after it. */
  String id();

  /** An arXiv number; empty for what is no paper's. */
  String paper();

  /** The paper's claim, in words. */
  String claim();

  /** What must hold of the measured values for the claim to count as shown, in words. */
  String criterion();

  /** The seeds that are measured. */
  List<Long> seeds(Profile profile);

  /**
   * Measures one seed.
   *
   * @param context what it works with; its seeds are derived from the seed being measured
   * @return the measured and the baseline's values
   */
  Measurement measure(Context context);

  /** Whether the criterion holds of the measurements, one for each seed, in order. */
  boolean holds(List<Measurement> measurements);

  /** What a reader of the result must know, such as a model too large for this machine. */
  default String notes() {
    return "";
  }

  /** How much is measured. */
  enum Profile {
    /** Minutes on two cores: what is committed and checked. */
    QUICK,
    /** As near to the paper as this machine can. */
    FULL
  }

  /**
   * What a measurement works with.
   *
   * @param run where its steps are remembered
   * @param root where the shipped tasks and models are
   */
  record Context(Profile profile, Seeds seeds, Run run, Path root, Progress progress) {}
}
