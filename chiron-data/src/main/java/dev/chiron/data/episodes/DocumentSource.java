package dev.chiron.data.episodes;

import dev.chiron.core.error.InputException;
import java.util.List;
import java.util.random.RandomGenerator;

/** Running text: a window of a document, begun at a line or after a sentence. */
public final class DocumentSource implements TextSource {
  /** More characters than any vocabulary of ours packs into a token, on average. */
  private static final int CHARACTERS_PER_TOKEN = 5;

  private final String name;
  private final List<String> documents;

  public DocumentSource(String name, List<String> documents) {
    this.name = name;
    this.documents = List.copyOf(documents);
    if (documents.isEmpty()) {
      throw new InputException("text source '" + name + "': no documents");
    }
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public TrainingText draw(RandomGenerator random, int limit, TokenCount tokens) {
    String document = documents.get(random.nextInt(documents.size()));
    int window = limit * CHARACTERS_PER_TOKEN;
    if (document.length() <= window) {
      return TrainingText.learned(document.strip() + "\n\n");
    }
    int start = boundary(document, random.nextInt(document.length() - window / 2));
    int end = Math.min(document.length(), start + window);
    return TrainingText.learned(document.substring(start, end).strip() + "\n\n");
  }

  /** The first place from {@code from} on where a line or a sentence begins. */
  private static int boundary(String text, int from) {
    if (from == 0) {
      return 0;
    }
    for (int i = from; i < Math.min(text.length(), from + 400); i++) {
      char before = text.charAt(i - 1);
      if (before == '\n' || (before == ' ' && i > 1 && ".!?".indexOf(text.charAt(i - 2)) >= 0)) {
        return i;
      }
    }
    return from;
  }
}
