package dev.chiron.code.execution;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A Java program that runs a solution's tests and says how each ended.
 *
 * <p>A solution is whole classes, or methods and fields alone, which are put into a class {@code
 * Solution}. Tests are statements that may call the static members of {@code Solution} without its
 * name; a test that is a class with a {@code main} method is run by it.
 */
final class JavaHarness {
  private static final Pattern IMPORT =
      Pattern.compile("(?m)^\\s*import\\s+(?:static\\s+)?[\\w.]+(?:\\.\\*)?\\s*;[ \\t]*\\n?");
  private static final Pattern TYPE =
      Pattern.compile(
          "(?m)^(?:(?:public|final|abstract|sealed|strictfp)\\s+)*(?:class|record|interface|enum)\\s+(\\w+)");
  private static final Pattern MAIN = Pattern.compile("static\\s+void\\s+main\\s*\\(");

  private static final String FRAME =
      """
      class ChironTests EXTENDS {
        private interface Test { void run() throws Throwable; }
        private static String key = "";
        private static final java.io.PrintStream OUT = System.out;

        private static void say(int test, String error, String detail) {
          StringBuilder text = new StringBuilder();
          for (char c : detail.substring(0, Math.min(200, detail.length())).toCharArray()) {
            text.append(c == '"' || c == '\\\\' || c < 32 ? ' ' : c);
          }
          OUT.println("\\n" + key + "{\\"test\\":" + test + ",\\"error\\":\\"" + error
              + "\\",\\"detail\\":\\"" + text + "\\"}");
        }

        private static void attempt(int number, Test test) {
          try {
            test.run();
            say(number, "", "");
          } catch (Throwable problem) {
            String name = problem.toString();
            int colon = name.indexOf(':');
            say(number, colon < 0 ? name : name.substring(0, colon),
                colon < 0 ? "" : name.substring(colon + 1));
          }
        }

        public static void main(String[] arguments) throws Throwable {
          StringBuilder line = new StringBuilder();
          for (int c = System.in.read(); c > 31; c = System.in.read()) line.append((char) c);
          key = line.toString();
      CALLS  }
      }
      """;

  private JavaHarness() {}

  static String around(String solution, String setup, List<String> tests) {
    StringBuilder imports = new StringBuilder("import java.util.*;\n");
    String body = withoutImports(solution, imports);
    boolean whole = TYPE.matcher(body).find();
    String code = whole ? body : "class Solution {\n" + asStatic(body) + "\n}\n";
    StringBuilder calls = new StringBuilder();
    StringBuilder classes = new StringBuilder();
    for (int i = 0; i < tests.size(); i++) {
      String test = withoutImports(tests.get(i), imports);
      Matcher type = TYPE.matcher(test);
      if (MAIN.matcher(test).find() && type.find()) {
        classes.append(test).append('\n');
        test = type.group(1) + ".main(new String[0]);";
      }
      calls
          .append("    attempt(")
          .append(i)
          .append(", () -> {\n")
          .append(withoutImports(setup, imports))
          .append('\n')
          .append(test)
          .append("\n    });\n");
    }
    boolean inherits = Pattern.compile("(?<!final )class\\s+Solution\\b").matcher(code).find();
    // The frame comes first, for the first class with a main method is started.
    return imports
        + FRAME.replace("EXTENDS", inherits ? "extends Solution" : "").replace("CALLS", calls)
        + code
        + "\n"
        + classes;
  }

  private static String withoutImports(String source, StringBuilder imports) {
    Matcher matcher = IMPORT.matcher(source);
    List<String> found = new ArrayList<>();
    while (matcher.find()) {
      found.add(matcher.group().strip());
    }
    found.stream()
        .filter(each -> imports.indexOf(each) < 0)
        .forEach(each -> imports.append(each).append('\n'));
    return matcher.replaceAll("");
  }

  /** Methods that are written alone mean static ones. */
  private static String asStatic(String body) {
    return body.contains("static ")
        ? body
        : body.replaceFirst("(?m)^\\s*(?:(public|private|protected)\\s+)?(?=[\\w<])", "static ");
  }
}
