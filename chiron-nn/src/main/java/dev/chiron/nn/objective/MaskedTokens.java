package dev.chiron.nn.objective;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;

/** A text for masked language modelling: what goes in, and which tokens are to be found where. */
public final class MaskedTokens {
  private final int[] input;
  private final int[] positions;
  private final int[] targets;

  /**
   * @param input the text with some tokens changed
   * @param positions where the model is asked
   * @param targets what stood there
   */
  public MaskedTokens(int[] input, int[] positions, int[] targets) {
    if (positions.length != targets.length) {
      throw new IllegalArgumentException(
          positions.length + " positions with " + targets.length + " targets");
    }
    this.input = input.clone();
    this.positions = positions.clone();
    this.targets = targets.clone();
  }

  /** The text with some tokens changed. */
  public int[] input() {
    return input.clone();
  }

  /** Where the model is asked. */
  public int[] positions() {
    return positions.clone();
  }

  /** What stood there. */
  public int[] targets() {
    return targets.clone();
  }

  /**
   * How tokens are chosen and changed (Devlin et al., 2019, arXiv:1810.04805, section 3.1): of the
   * chosen ones, most become the mask token, some any token, and the rest stay.
   *
   * @param mask the mask token
   * @param vocabularySize any token is one below it
   * @param special tokens that are never chosen, such as those that begin and end a text
   * @param density the share of tokens that are chosen
   * @param masked the share of the chosen that become the mask token
   * @param random the share of the chosen that become any token
   */
  public record Masking(
      int mask,
      int vocabularySize,
      Set<Integer> special,
      double density,
      double masked,
      double random) {
    public Masking {
      special = Set.copyOf(special);
      if (!(density > 0 && density <= 1) || !(masked >= 0 && random >= 0 && masked + random <= 1)) {
        throw new IllegalArgumentException("the shares of a masking must be between 0 and 1");
      }
    }

    /** BERT's: 15 % are chosen, of which 80 % are masked and 10 % become any token. */
    public static Masking bert(int mask, int vocabularySize, Set<Integer> special) {
      return new Masking(mask, vocabularySize, special, 0.15, 0.8, 0.1);
    }

    /** Chooses at least one token, if there is one that may be chosen. */
    public MaskedTokens apply(int[] text, RandomGenerator generator) {
      List<Integer> open = new ArrayList<>();
      for (int i = 0; i < text.length; i++) {
        if (!special.contains(text[i])) {
          open.add(i);
        }
      }
      Collections.shuffle(open, generator);
      int count = (int) Math.min(open.size(), Math.max(1, Math.round(open.size() * density)));
      int[] positions = open.subList(0, count).stream().mapToInt(i -> i).sorted().toArray();
      int[] input = text.clone();
      for (int position : positions) {
        double share = generator.nextDouble();
        if (share < masked) {
          input[position] = mask;
        } else if (share < masked + random) {
          input[position] = generator.nextInt(vocabularySize);
        }
      }
      return new MaskedTokens(
          input, positions, Arrays.stream(positions).map(i -> text[i]).toArray());
    }
  }
}
