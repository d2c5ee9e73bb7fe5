package dev.chiron.code.execution;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.chiron.core.io.Json;
import java.util.List;

/**
 * A Python program that runs a solution, then its setup, then each test, and says how each ended.
 */
final class PythonHarness {
  private static final String PROGRAM =
      """
      def harness(solution, setup, tests):
          import json, sys
          key, out, flush = sys.stdin.readline().strip(), sys.stdout.write, sys.stdout.flush
          dumps, execute, translate, kind = json.dumps, exec, compile, type
          everything, text = BaseException, str
          def say(test, error, detail):
              out('\\n' + key + dumps({'test': test, 'error': error, 'detail': detail[:200]}) + '\\n')
              flush()
          def attempt(number, source):
              try:
                  execute(translate(source, 'solution.py' if number < 0 else 'test.py', 'exec'), names)
              except everything as problem:
                  try: detail = text(problem)
                  except everything: detail = ''
                  say(number, kind(problem).__name__, detail)
                  return False
              return True
          names = {'__name__': 'solution'}
          if attempt(-1, solution) and attempt(-1, setup):
              for number, test in enumerate(tests):
                  if attempt(number, test):
                      say(number, '', '')
      """;

  private PythonHarness() {}

  static String around(String solution, String setup, List<String> tests) {
    String arguments = literal(solution) + ", " + literal(setup) + ", " + Json.line(tests);
    return PROGRAM + "\nharness(" + arguments + ")\n";
  }

  /** A JSON text is a Python literal of the same text. */
  private static String literal(String text) {
    return Json.line(TextNode.valueOf(text));
  }
}
