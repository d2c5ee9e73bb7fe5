package dev.chiron.testkit.puzzles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.chiron.core.metric.GameOf24;
import dev.chiron.core.model.Decoding;
import dev.chiron.core.prompt.Prompt;
import dev.chiron.core.random.Seeds;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class PuzzlesTest {
  private static final Decoding GREEDY = Decoding.greedy(512);

  @Test
  void exactly1362MultisetsMake24() {
    assertThat(Puzzles.solvable())
        .hasSize(1362)
        .contains("3 3 8 8", "1 5 5 5")
        .doesNotContain("1 1 1 1");
  }

  @Test
  void arithmeticIsInTheUsualOrderOfOperations() {
    assertThat(SlippingArithmetic.exact("((-1 + 2 + 9 * 5) - (-2 + -4 + -4 * -7)) ="))
        .isEqualTo(24);
    assertThat(SlippingArithmetic.exact("((6 * -6 * 8 * 1) * (-1 * 7 * -6 + -2)) ="))
        .isEqualTo(-11520);
    for (Puzzle puzzle : Puzzles.draw(Puzzle.Kind.ARITHMETIC, 20, new Seeds(1))) {
      assertThat(puzzle.isSolvedBy(puzzle.reference())).isTrue();
      assertThat(puzzle.isSolvedBy(puzzle.reference() + "5")).isFalse();
    }
  }

  @Test
  void aRandomExpressionHitsAsOftenAsIsSaid() {
    RandomGenerator random = new Seeds(3).generator("expressions");
    GameOf24 game = new GameOf24(24);
    List<String> all = Puzzles.solvable();
    int hits = 0;
    int trials = 40_000;
    for (int i = 0; i < trials; i++) {
      String numbers = all.get(random.nextInt(all.size()));
      hits +=
          game.solves(RandomExpression.of(List.of(numbers.split(" ")), random), numbers) ? 1 : 0;
    }
    assertThat((double) hits / trials).isCloseTo(0.0063, within(0.0015));
  }

  @Test
  void theModelSolvesAtItsRatesAndAnswersTheSameTextTheSame() {
    FallibleSolver solver = new FallibleSolver(new Seeds(4));
    List<Puzzle> puzzles = Puzzles.draw(Puzzle.Kind.ARITHMETIC, 600, new Seeds(5));
    // Seven operations: 0.96^7 plainly, 0.98^7 step by step; two slips hardly ever cancel out.
    assertThat(rate(solver, puzzles, "")).isCloseTo(Math.pow(0.96, 7), within(0.06));
    assertThat(rate(solver, puzzles, "Think step by step."))
        .isCloseTo(Math.pow(0.98, 7), within(0.06));
    String input = puzzles.getFirst().input();
    assertThat(solver.respond(Prompt.plain(input), GREEDY))
        .isEqualTo(solver.respond(Prompt.plain(input), GREEDY));
    assertThat(solver.respond(Prompt.plain("Good morning."), GREEDY))
        .isEqualTo(FallibleSolver.LOST);
  }

  private static double rate(FallibleSolver solver, List<Puzzle> puzzles, String told) {
    return puzzles.stream()
        .mapToDouble(
            puzzle ->
                puzzle.isSolvedBy(
                        solver.respond(Prompt.plain(puzzle.input() + "\n\n" + told), GREEDY))
                    ? 1
                    : 0)
        .average()
        .orElseThrow();
  }

  @Test
  void anotherTryInOtherWordsIsIndependent() {
    FallibleSolver solver = new FallibleSolver(new Seeds(6));
    List<Puzzle> puzzles = Puzzles.draw(Puzzle.Kind.SORTING, 400, new Seeds(7));
    double first = rate(solver, puzzles, "");
    long both =
        puzzles.stream()
            .filter(p -> p.isSolvedBy(solver.respond(Prompt.plain(p.input() + "\n\n"), GREEDY)))
            .filter(p -> p.isSolvedBy(solver.respond(Prompt.plain(p.input() + "\n\nNow."), GREEDY)))
            .count();
    assertThat((double) both / puzzles.size()).isCloseTo(first * first, within(0.08));
  }
}
