package dev.chiron.prompting.search;

import dev.chiron.core.evaluation.Evaluated;
import dev.chiron.core.model.Decoding;
import dev.chiron.core.random.Seeds;
import dev.chiron.core.task.Demonstration;
import dev.chiron.core.task.Example;
import java.util.List;
import java.util.Optional;

/** What optimisers ask the proposal model, each question in one place. */
public final class InstructionRequests {
  /** Room for an instruction of some hundred words. */
  private static final int TOKENS = 400;

  /** Longer instructions than this are seldom wanted; a longer start raises it. */
  private static final int WORDS = 60;

  /** Tokens of a word of an instruction, with room to spare. */
  private static final int TOKENS_OF_A_WORD = 3;

  private final Workbench bench;
  private final int words;
  private final int tokens;

  /**
   * @param start the instruction that the search began with: proposals may be half as long again
   */
  public InstructionRequests(Workbench bench, String start) {
    this(bench, Math.max(WORDS, MetaPrompt.words(start) * 3 / 2));
  }

  /**
   * For instructions of another length.
   *
   * @param words that an instruction may have; of more than twice as many it is not taken
   */
  public InstructionRequests(Workbench bench, int words) {
    this.bench = bench;
    this.words = words;
    this.tokens = Math.max(TOKENS, TOKENS_OF_A_WORD * words);
  }

  /** The instruction behind some pairs (APE: Zhou et al. 2022, arXiv 2211.01910). */
  public Optional<String> induce(int pairs, String draw) {
    return asked(
        new MetaPrompt()
            .section("Task", "Someone was given a prompt and answered these inputs as it says.")
            .pairs(sample(pairs, draw)),
        "Write the prompt that was given." + only(),
        draw);
  }

  /** The same in other words. */
  public Optional<String> paraphrase(String prompt, String draw) {
    return asked(
        new MetaPrompt().section(MetaPrompt.CURRENT, prompt),
        "Write a variation of the current prompt that means the same." + only(),
        draw);
  }

  /** Why a prompt fails, one reason a line (ProTeGi: Pryzant et al. 2023, arXiv 2305.03495). */
  public List<String> reasons(String prompt, List<Evaluated> failures, int count, String draw) {
    String text =
        new MetaPrompt()
            .section(MetaPrompt.CURRENT, prompt)
            .failures(failures)
            .section(
                MetaPrompt.REQUEST,
                "Give "
                    + count
                    + " different reasons why the current prompt may have led to these wrong"
                    + " outputs, one a line.")
            .text();
    return MetaPrompt.lines(bench.proposals().ask(text, decoding(draw)), count);
  }

  /** A prompt without the fault that a reason names. */
  public Optional<String> edit(
      String prompt, List<Evaluated> failures, String reason, String draw) {
    return asked(
        new MetaPrompt()
            .section(MetaPrompt.CURRENT, prompt)
            .failures(failures)
            .section("Reason", reason),
        "Write an improved prompt that mends what the reason names." + only(),
        draw);
  }

  /** Any other question whose answer is a prompt. */
  public Optional<String> asked(MetaPrompt context, String request, String draw) {
    String text = context.section(MetaPrompt.REQUEST, request).text();
    return MetaPrompt.clean(bench.proposals().ask(text, decoding(draw)))
        .filter(prompt -> MetaPrompt.words(prompt) <= 2 * words);
  }

  /** The end of a request for a prompt. */
  public String only() {
    return " Use at most %d words. Answer with the prompt alone.".formatted(words);
  }

  /** Random pairs of the scored examples. */
  public List<Demonstration> sample(int pairs, String draw) {
    return Seeds.sample(bench.scorer().examples(), pairs, bench.seeds().generator("pairs " + draw))
        .stream()
        .map(Example::demonstration)
        .toList();
  }

  /** Temperature 1, so that the same question asked again may be answered otherwise. */
  private Decoding decoding(String draw) {
    return Decoding.sampled(tokens, 1, bench.seeds().derive("ask " + draw));
  }
}
