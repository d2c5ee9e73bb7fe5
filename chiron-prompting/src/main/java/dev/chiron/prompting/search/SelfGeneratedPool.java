package dev.chiron.prompting.search;

import dev.chiron.core.error.InputException;
import dev.chiron.core.evaluation.Evaluated;
import dev.chiron.core.metric.Answered;
import dev.chiron.core.model.Completion;
import dev.chiron.core.model.Decoding;
import dev.chiron.core.predictor.AnswerMode;
import dev.chiron.core.predictor.PromptProgram;
import dev.chiron.core.prompt.Prompt;
import dev.chiron.core.task.Example;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The inputs that a model answered right under an instruction, with its own answers:
 *
 * <pre>
 *   D_c(I) = { (x, M(I, x)) : metric(M(I, x), y) = 1 }
 * </pre>
 *
 * They come from the evaluation of the instruction and cost nothing more. Under a metric that gives
 * parts of a mark, an answer counts as right from the upper quartile of the scores.
 *
 * @param instruction the one under which the answers were given; they belong to no other
 * @param exemplars by their place among the examples
 */
public record SelfGeneratedPool(String instruction, List<Exemplar> exemplars) {
  public SelfGeneratedPool {
    exemplars = List.copyOf(exemplars);
  }

  /**
   * The pool of an evaluated instruction.
   *
   * @throws IllegalArgumentException if it was evaluated with exemplars, or not on all examples
   */
  public static SelfGeneratedPool of(Scored plain) {
    if (!plain.candidate().exemplars().isEmpty() || !plain.complete()) {
      throw new IllegalArgumentException(
          "a pool comes from an instruction alone, evaluated on all examples");
    }
    double threshold = threshold(plain.records());
    return new SelfGeneratedPool(
        plain.candidate().instruction(),
        plain.records().stream()
            .filter(record -> record.score() >= threshold && !record.output().isBlank())
            .map(record -> exemplar(record.index(), record.input(), record.output()))
            .toList());
  }

  /**
   * The pool with more tries: for each input that is not in it, outputs are sampled at temperature
   * 1 and the first right one is kept. For models too weak to solve much greedily; the calls are
   * counted like all others.
   *
   * @param samples for each input
   */
  public SelfGeneratedPool sampled(int samples, Workbench bench) {
    PromptProgram program = PromptCandidate.of(instruction).program(bench.scorer().plain());
    List<Integer> known = exemplars.stream().map(Exemplar::index).toList();
    List<Integer> open =
        IntStream.range(0, bench.scorer().examples().size())
            .filter(i -> !known.contains(i))
            .boxed()
            .toList();
    List<Exemplar> all = new ArrayList<>(exemplars);
    for (int draw = 0; draw < samples && !open.isEmpty(); draw++) {
      List<Exemplar> found = right(open, program, bench, draw);
      all.addAll(found);
      List<Integer> solved = found.stream().map(Exemplar::index).toList();
      open = open.stream().filter(index -> !solved.contains(index)).toList();
    }
    all.sort(Comparator.comparingInt(Exemplar::index));
    return new SelfGeneratedPool(instruction, all);
  }

  /** A pool of the task's own answers, for when the model is right on nothing. */
  public static SelfGeneratedPool gold(String instruction, List<Example> examples) {
    return new SelfGeneratedPool(
        instruction,
        IntStream.range(0, examples.size())
            .mapToObj(
                i ->
                    new Exemplar(
                        examples.get(i).input(), examples.get(i).output(), i, Exemplar.Source.GOLD))
            .toList());
  }

  /**
   * The exemplars for prompts with an instruction.
   *
   * @throws IllegalStateException if the pool was made under another
   * @throws InputException if the pool is empty
   */
  public List<Exemplar> forInstruction(String other) {
    if (!instruction.equals(other)) {
      throw new IllegalStateException(
          "the pool holds answers under another instruction: make it anew");
    }
    if (exemplars.isEmpty()) {
      throw new InputException(
          "the model answered no example right, so there is no exemplar of its own: "
              + "use the task's answers as exemplars, or a better first instruction");
    }
    return exemplars;
  }

  private List<Exemplar> right(
      List<Integer> open, PromptProgram program, Workbench bench, int draw) {
    int tokens = program.answer() instanceof AnswerMode.Generation(int most) ? most : 1;
    Decoding decoding =
        new Decoding(
            tokens, 1, 0, 1, program.template().stops(), bench.seeds().derive("sample " + draw));
    List<Example> examples = open.stream().map(bench.scorer().examples()::get).toList();
    List<Prompt> prompts =
        examples.stream()
            .map(each -> program.template().render(instruction, List.of(), each.input()))
            .toList();
    List<Completion> answers = bench.scorer().model().generate(prompts, decoding);
    List<Exemplar> found = new ArrayList<>();
    for (int i = 0; i < open.size(); i++) {
      String output = program.template().answer(answers.get(i).text());
      Answered answered = new Answered(i, output, examples.get(i).outputs(), Map.of());
      if (bench.scorer().metric().score(answered) == 1) {
        found.add(exemplar(open.get(i), examples.get(i).input(), output));
      }
    }
    return found;
  }

  private static Exemplar exemplar(int index, String input, String output) {
    return new Exemplar(input, output, index, Exemplar.Source.MODEL);
  }

  private static double threshold(List<Evaluated> records) {
    double[] scores = records.stream().mapToDouble(Evaluated::score).sorted().toArray();
    boolean binary = IntStream.range(0, scores.length).allMatch(i -> scores[i] % 1 == 0);
    return binary || scores.length == 0
        ? 1
        : Math.max(Double.MIN_VALUE, scores[(3 * scores.length) / 4]);
  }
}
