package dev.chiron.code.pragmatic;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/**
 * A listener that asks why just these examples were given: the weight of a program is {@code
 * P(program) Π_t P_S1(u_t | program, u_<t)}, the speaker at each turn choosing for a listener who
 * has heard the turns before (incremental rational speech acts).
 *
 * @param meaning which texts a program accepts
 * @param prior the logarithm of a program's weight before anything was said
 * @param alternatives texts that could have been shown instead, given the programs still open
 */
public record PragmaticListener<P>(
    Acceptance<P> meaning,
    ToDoubleFunction<P> prior,
    Function<List<P>, List<String>> alternatives) {
  /**
   * The programs that agree with all examples, the most likely first, each with its share of the
   * weight of all of them.
   *
   * @param programs a set of programs, as many as are thought of
   */
  public SequencedMap<P, Double> rank(List<P> programs, List<LabelledText> examples) {
    List<P> open = List.copyOf(programs);
    Map<P, Double> logs = new LinkedHashMap<>();
    open.forEach(each -> logs.put(each, prior.applyAsDouble(each)));
    for (LabelledText said : examples) {
      open = heard(said, open, logs);
    }
    double most = open.stream().mapToDouble(each -> logs.getOrDefault(each, 0.0)).max().orElse(0);
    double[] weights =
        open.stream().mapToDouble(each -> Math.exp(logs.getOrDefault(each, 0.0) - most)).toArray();
    double sum = Arrays.stream(weights).sum();
    List<Map.Entry<P, Double>> ranked = new ArrayList<>();
    for (int i = 0; i < weights.length; i++) {
      ranked.add(Map.entry(open.get(i), weights[i] / sum));
    }
    ranked.sort(Map.Entry.<P, Double>comparingByValue().reversed());
    SequencedMap<P, Double> shares = new LinkedHashMap<>();
    ranked.forEach(each -> shares.put(each.getKey(), each.getValue()));
    return shares;
  }

  /** The programs that one more example leaves; their weights are updated. */
  private List<P> heard(LabelledText said, List<P> open, Map<P, Double> logs) {
    List<LabelledText> sayable = new ArrayList<>(List.of(said));
    for (String text : alternatives.apply(open)) {
      if (!text.equals(said.text())) {
        sayable.add(LabelledText.positive(text));
        sayable.add(LabelledText.negative(text));
      }
    }
    List<BitSet> rows = new ArrayList<>();
    for (P each : open) {
      BitSet row = new BitSet();
      for (int u = 0; u < sayable.size(); u++) {
        LabelledText example = sayable.get(u);
        row.set(u, meaning.accepts(each, example.text()) == example.positive());
      }
      rows.add(row);
    }
    RationalSpeechActs acts = new RationalSpeechActs(rows, sayable.size());
    List<P> left = new ArrayList<>();
    for (int h = 0; h < rows.size(); h++) {
      if (rows.get(h).get(0)) {
        left.add(open.get(h));
        logs.merge(open.get(h), Math.log(acts.pragmaticSpeaker(0, h)), Double::sum);
      }
    }
    return left;
  }
}
