package dev.chiron.prompting.metaprompting;

/**
 * A conductor and its experts.
 *
 * @param rounds T, the most times that the conductor is asked; 15 (section 4)
 * @param freshEyes whether experts see nothing but what the conductor writes to them; without, they
 *     see its whole chat
 * @param verify whether the conductor is told to have results checked
 * @param interpreter whether one expert can have programs run
 * @param stepByStep whether experts are told to think step by step; no
 * @param expertSamples replies that an expert gives to a question; several are merged by one more
 *     call; 1
 * @param seed of the samplers
 */
public record Conducted(
    int rounds,
    boolean freshEyes,
    boolean verify,
    boolean interpreter,
    boolean stepByStep,
    int expertSamples,
    long seed)
    implements Scaffold {
  public static final Conducted STANDARD = new Conducted(15, true, true, true, false, 1, 0);

  public Conducted {
    if (rounds < 1 || expertSamples < 1) {
      throw new IllegalArgumentException("rounds and expertSamples must be at least 1");
    }
  }

  public Conducted withRounds(int most) {
    return new Conducted(most, freshEyes, verify, interpreter, stepByStep, expertSamples, seed);
  }

  public Conducted withFreshEyes(boolean on) {
    return new Conducted(rounds, on, verify, interpreter, stepByStep, expertSamples, seed);
  }

  public Conducted withVerification(boolean on) {
    return new Conducted(rounds, freshEyes, on, interpreter, stepByStep, expertSamples, seed);
  }

  public Conducted withInterpreter(boolean on) {
    return new Conducted(rounds, freshEyes, verify, on, stepByStep, expertSamples, seed);
  }

  /** The same with other ways of asking experts. */
  public Conducted withExperts(boolean thinkStepByStep, int samples) {
    return new Conducted(rounds, freshEyes, verify, interpreter, thinkStepByStep, samples, seed);
  }

  public Conducted withSeed(long other) {
    return new Conducted(rounds, freshEyes, verify, interpreter, stepByStep, expertSamples, other);
  }

  /**
   * The most questions to experts. The paper sets no limit but asks for one expert a round; this
   * one keeps a conductor that asks many at once within a budget that can be told beforehand.
   */
  public int mostConsultations() {
    return rounds;
  }

  @Override
  public int callsPerInput() {
    int each = expertSamples == 1 ? 1 : expertSamples + 1;
    return rounds + each * mostConsultations();
  }
}
