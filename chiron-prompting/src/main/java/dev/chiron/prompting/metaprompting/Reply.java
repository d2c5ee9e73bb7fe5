package dev.chiron.prompting.metaprompting;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a reply asks for or answers.
 *
 * <p>A call is a line {@code Expert NAME:}, with a name of one to five words, and after it an
 * instruction between triple quotes. A final answer is a line that begins with {@code FINAL
 * ANSWER:} and after it the answer between triple quotes. Quoted blocks after that line are no
 * calls. Triple quotes in a fenced program inside a block belong to the program; a block that is
 * not closed goes to the end of the reply.
 *
 * @param calls in order; with any of them a final answer in the same reply does not count yet
 * @param answer the final answer; a blank one is none
 */
public record Reply(List<ExpertCall> calls, Optional<String> answer) {
  static final String MARKER = "FINAL ANSWER:";
  static final String QUOTES = "\"\"\"";

  private static final String FENCE = "```";
  private static final Pattern HEADER =
      Pattern.compile("(?s)(?:.*\\n)?[ \\t]*(Expert(?:[ \\t]+[^\\s:]+){1,5}):[ \\t]*\\n\\s*");
  private static final Pattern FINAL = Pattern.compile("(?m)^[ \\t>*#]*" + MARKER);

  public Reply {
    calls = List.copyOf(calls);
  }

  /** Reads a reply of a conductor, or of a model that is asked directly. */
  public static Reply read(String raw) {
    String text = raw.replace("\r\n", "\n").replace('\r', '\n');
    List<ExpertCall> calls = new ArrayList<>();
    Optional<String> answer = Optional.empty();
    boolean isFinal = false;
    int at = 0;
    for (int open = text.indexOf(QUOTES); open >= 0; open = text.indexOf(QUOTES, at)) {
      String before = text.substring(at, open);
      int close = closing(text, open + QUOTES.length());
      String block = text.substring(open + QUOTES.length(), close).strip();
      at = Math.min(text.length(), close + QUOTES.length());
      if (FINAL.matcher(before).find()) {
        isFinal = true;
        answer = block.isEmpty() ? answer : Optional.of(block);
      }
      Matcher header = HEADER.matcher(before);
      if (!isFinal && !block.isEmpty() && header.matches()) {
        calls.add(new ExpertCall(header.group(1), block));
      }
    }
    return new Reply(calls, answer);
  }

  /** Where the block ends that begins here. */
  private static int closing(String text, int from) {
    int at = from;
    while (true) {
      int quotes = text.indexOf(QUOTES, at);
      int fence = text.indexOf(FENCE, at);
      int end = fence < 0 ? -1 : text.indexOf(FENCE, fence + FENCE.length());
      if (quotes < 0) {
        return text.length();
      }
      if (fence < 0 || quotes < fence || end < 0) {
        return quotes;
      }
      at = end + FENCE.length();
    }
  }
}
