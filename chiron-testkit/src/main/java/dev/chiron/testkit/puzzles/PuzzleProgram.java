package dev.chiron.testkit.puzzles;

import java.util.random.RandomGenerator;

/**
 * Writes real Python programs for puzzles: right with probability 0.7, else with one of three bugs:
 * an operation left out, a wrong comparison, no print.
 */
final class PuzzleProgram {
  private static final double RIGHT = 0.7;

  private enum Bug {
    NONE,
    OPERATION_LEFT_OUT,
    WRONG_COMPARISON,
    NO_PRINT
  }

  private PuzzleProgram() {}

  static String of(Question question, RandomGenerator random) {
    Bug bug = random.nextDouble() < RIGHT ? Bug.NONE : Bug.values()[random.nextInt(1, 4)];
    String body =
        switch (question.kind()) {
          case SORTING -> sorting(question.text(), bug);
          case ARITHMETIC -> arithmetic(question.text(), bug);
          case GAME_OF_24 -> gameOf24(question.text(), bug);
        };
    return bug == Bug.NO_PRINT ? body : body + "print('Answer: ' + str(result))\n";
  }

  private static String sorting(String words, Bug bug) {
    String order =
        switch (bug) {
          case OPERATION_LEFT_OUT -> "words";
          case WRONG_COMPARISON -> "sorted(words, key=len)";
          case NONE, NO_PRINT -> "sorted(words)";
        };
    return "words = '%s'.split()\nresult = ' '.join(%s)\n".formatted(words, order);
  }

  private static String arithmetic(String text, Bug bug) {
    String expression = text.replace("=", "").strip();
    int outer = expression.indexOf(") ") + 2;
    String used =
        switch (bug) {
          case OPERATION_LEFT_OUT -> expression.substring(1, outer);
          case WRONG_COMPARISON ->
              expression.substring(0, outer)
                  + (expression.charAt(outer) == '-' ? '+' : '-')
                  + expression.substring(outer + 1);
          case NONE, NO_PRINT -> expression;
        };
    return "result = " + used + "\n";
  }

  private static String gameOf24(String numbers, Bug bug) {
    return """
    from fractions import Fraction

    def search(items):
        if len(items) == 1:
            return items[0][1] if items[0][0] %s 24 else None
        for i in range(len(items)):
            for j in range(len(items)):
                if i == j:
                    continue
                rest = [items[k] for k in range(len(items)) if k != i and k != j]
                (a, x), (b, y) = items[i], items[j]
                for operator in '%s':
                    if operator == '+':
                        value = a + b
                    elif operator == '-':
                        value = a - b
                    elif operator == '*':
                        value = a * b
                    elif b == 0:
                        continue
                    else:
                        value = a / b
                    found = search(rest + [(value, '(' + x + operator + y + ')')])
                    if found:
                        return found
        return None

    result = search([(Fraction(n), n) for n in '%s'.split()])
    """
        .formatted(
            bug == Bug.WRONG_COMPARISON ? ">=" : "==",
            bug == Bug.OPERATION_LEFT_OUT ? "+-/" : "+-*/",
            numbers);
  }
}
