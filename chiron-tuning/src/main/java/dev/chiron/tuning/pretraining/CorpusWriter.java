package dev.chiron.tuning.pretraining;

import dev.chiron.core.random.Seeds;
import dev.chiron.core.run.Progress;
import dev.chiron.data.episodes.Segment;
import dev.chiron.data.episodes.TextSource;
import dev.chiron.data.episodes.TrainingText;
import dev.chiron.nn.tokenizer.BytePairTokenizer;
import dev.chiron.nn.tokenizer.BytePairTrainer;
import dev.chiron.nn.tokenizer.Tokenizer;
import dev.chiron.nn.training.TokenFile;
import dev.chiron.nn.training.TrainingExample;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/** Turns a source of texts into a tokenizer and into files of tokens. */
final class CorpusWriter {
  /** Texts tokenised together: enough to pay for the call into the tokenizer. */
  private static final int BATCH = 256;

  private final TextSource source;
  private final int context;
  private final Progress progress;

  CorpusWriter(TextSource source, int context, Progress progress) {
    this.source = source;
    this.context = context;
    this.progress = progress;
  }

  /** A byte-pair vocabulary of what the source gives. */
  BytePairTokenizer trainTokenizer(int vocabulary, long characters, Seeds seeds) {
    RandomGenerator random = seeds.generator("tokenizer");
    BytePairTrainer trainer = new BytePairTrainer(vocabulary);
    long read = 0;
    while (read < characters) {
      for (Segment segment : source.draw(random, context, CorpusWriter::estimate).segments()) {
        trainer.add(segment.text());
        read += segment.text().length();
      }
      progress.update("tokenizer", Math.min(read, characters), characters, "characters");
    }
    return trainer.train();
  }

  /** A file of about {@code tokens} tokens. */
  void write(Path file, Tokenizer tokenizer, long tokens, RandomGenerator random) {
    TokenFile.write(
        file,
        sink -> {
          long written = 0;
          while (written < tokens) {
            List<TrainingText> texts = new ArrayList<>(BATCH);
            for (int i = 0; i < BATCH; i++) {
              texts.add(source.draw(random, context, CorpusWriter::estimate));
            }
            for (TrainingExample example : encode(texts, tokenizer)) {
              sink.accept(example);
              written += example.length();
            }
            progress.update("corpus", Math.min(written, tokens), tokens, "tokens");
          }
        });
  }

  /** Each text as one example of at most a context and one token, the last one only predicted. */
  private List<TrainingExample> encode(List<TrainingText> texts, Tokenizer tokenizer) {
    List<int[]> pieces =
        tokenizer.encodeAll(
            texts.stream().flatMap(text -> text.segments().stream()).map(Segment::text).toList());
    List<TrainingExample> examples = new ArrayList<>(texts.size());
    int next = 0;
    for (TrainingText text : texts) {
      int[] ids = new int[context + 1];
      float[] weights = new float[context + 1];
      int length = 0;
      for (Segment segment : text.segments()) {
        int[] piece = pieces.get(next++);
        int taken = Math.min(piece.length, ids.length - length);
        System.arraycopy(piece, 0, ids, length, taken);
        Arrays.fill(weights, length, length + taken, segment.learned() ? 1 : 0);
        length += taken;
      }
      TrainingExample example =
          TrainingExample.weighted(
              Arrays.copyOf(ids, Math.max(1, length)), Arrays.copyOf(weights, Math.max(1, length)));
      if (example.weight() > 0) {
        examples.add(example);
      }
    }
    return examples;
  }

  /** Drawing needs no exact count: 3.3 characters a token is what our vocabularies average. */
  private static int estimate(String text) {
    return (int) Math.ceil(text.length() / 3.3);
  }
}
