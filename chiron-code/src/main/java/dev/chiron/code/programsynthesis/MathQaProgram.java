package dev.chiron.code.programsynthesis;

import dev.chiron.core.error.InputException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Straight-line Python of a program in MathQA's operation language, as MathQA-Python has it: {@code
 * multiply(n0,const_2)|add(#0,n1)|} over the numbers of the problem's text. {@code n0} is the first
 * number of the text, {@code #0} the first operation's result, {@code const_3_1416} a constant.
 */
public final class MathQaProgram {
  private static final Pattern NUMBER =
      Pattern.compile("\\d{1,3}(?:,\\d{3})+(?:\\.\\d+)?|\\d+(?:\\.\\d+)?|\\.\\d+");
  private static final Pattern OPERATION = Pattern.compile("(\\w+)\\(([^()]*)\\)");

  private static final Map<String, String> OPERATIONS =
      Map.ofEntries(
          Map.entry("add", "%s + %s"),
          Map.entry("subtract", "%s - %s"),
          Map.entry("multiply", "%s * %s"),
          Map.entry("divide", "%s / %s"),
          Map.entry("power", "%s ** %s"),
          Map.entry("negate", "-%s"),
          Map.entry("inverse", "1 / %s"),
          Map.entry("sqrt", "math.sqrt(%s)"),
          Map.entry("log", "math.log(%s)"),
          Map.entry("floor", "math.floor(%s)"),
          Map.entry("max", "max(%s, %s)"),
          Map.entry("min", "min(%s, %s)"),
          Map.entry("reminder", "%s %% %s"),
          Map.entry("gcd", "math.gcd(int(%s), int(%s))"),
          Map.entry("lcm", "math.lcm(int(%s), int(%s))"),
          Map.entry("factorial", "math.factorial(int(%s))"),
          Map.entry("choose", "math.comb(int(%s), int(%s))"),
          Map.entry("permutation", "math.perm(int(%s), int(%s))"),
          Map.entry("circle_area", "math.pi * %s ** 2"),
          Map.entry("circumface", "2 * math.pi * %s"),
          Map.entry("rectangle_area", "%s * %s"),
          Map.entry("rectangle_perimeter", "2 * (%s + %s)"),
          Map.entry("square_area", "%s ** 2"),
          Map.entry("square_perimeter", "4 * %s"),
          Map.entry("square_edge_by_area", "math.sqrt(%s)"),
          Map.entry("square_edge_by_perimeter", "%s / 4"),
          Map.entry("triangle_area", "%s * %s / 2"),
          Map.entry("triangle_perimeter", "%s + %s + %s"),
          Map.entry("diagonal", "math.sqrt(%s ** 2 + %s ** 2)"),
          Map.entry("rhombus_area", "%s * %s / 2"),
          Map.entry("rhombus_perimeter", "4 * %s"),
          Map.entry("quadrilateral_area", "%s * (%s + %s) / 2"),
          Map.entry("surface_cube", "6 * %s ** 2"),
          Map.entry("surface_sphere", "4 * math.pi * %s ** 2"),
          Map.entry("volume_cube", "%s ** 3"),
          Map.entry("volume_sphere", "4 / 3 * math.pi * %s ** 3"),
          Map.entry("volume_cylinder", "math.pi * %s ** 2 * %s"),
          Map.entry("volume_cone", "math.pi * %s ** 2 * %s / 3"),
          Map.entry("volume_rectangular_prism", "%s * %s * %s"),
          Map.entry("cube_edge_by_volume", "%s ** (1 / 3)"),
          Map.entry("speed", "%s / %s"));

  private MathQaProgram() {}

  /**
   * The Python program, which leaves its result in {@code answer}.
   *
   * @param text of the problem, for its numbers
   * @param formula operations, each ended by {@code |}
   * @throws InputException if an operation is unknown or an operand does not exist
   */
  public static String python(String text, String formula) {
    List<String> lines = new ArrayList<>(List.of("import math"));
    List<String> numbers = numbers(text);
    for (int i = 0; i < numbers.size(); i++) {
      lines.add("n" + i + " = " + numbers.get(i));
    }
    int steps = 0;
    for (String step : formula.split("\\|")) {
      if (!step.isBlank()) {
        lines.add("t" + steps + " = " + expression(step.strip(), numbers.size(), steps));
        steps++;
      }
    }
    if (steps == 0) {
      throw new InputException("formula '" + formula + "': has no operation");
    }
    lines.add("answer = t" + (steps - 1));
    return String.join("\n", lines) + "\n";
  }

  private static List<String> numbers(String text) {
    Matcher matcher = NUMBER.matcher(text);
    List<String> numbers = new ArrayList<>();
    while (matcher.find()) {
      // Python reads no number with leading zeros, except as a float.
      String number = matcher.group().replace(",", "");
      numbers.add(number.matches("0\\d+") ? number.replaceFirst("^0+(?=\\d)", "") : number);
    }
    return numbers;
  }

  private static String expression(String step, int numbers, int steps) {
    Matcher matcher = OPERATION.matcher(step);
    if (!matcher.matches()) {
      throw new InputException("operation '" + step + "': write name(operand,operand)");
    }
    String form = OPERATIONS.get(matcher.group(1));
    if (form == null) {
      throw new InputException("operation '" + matcher.group(1) + "': unknown");
    }
    Object[] operands =
        List.of(matcher.group(2).split(",")).stream()
            .map(each -> operand(each.strip(), step, numbers, steps))
            .toArray();
    if (form.split("%s", -1).length - 1 != operands.length) {
      throw new InputException("operation '" + step + "': has the wrong number of operands");
    }
    return form.formatted(operands);
  }

  private static String operand(String operand, String step, int numbers, int steps) {
    if (operand.matches("#\\d+") && Integer.parseInt(operand.substring(1)) < steps) {
      return "t" + operand.substring(1);
    }
    if (operand.matches("n\\d+") && Integer.parseInt(operand.substring(1)) < numbers) {
      return operand;
    }
    if (operand.matches("const_\\d+(_\\d+)?")) {
      return operand.substring("const_".length()).replace('_', '.');
    }
    if (operand.equals("const_pi")) {
      return "math.pi";
    }
    throw new InputException("operand '" + operand + "' of '" + step + "': there is none");
  }
}
