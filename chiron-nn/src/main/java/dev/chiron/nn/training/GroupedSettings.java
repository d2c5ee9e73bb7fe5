package dev.chiron.nn.training;

import dev.chiron.core.error.InputException;
import dev.chiron.nn.weights.Parameters;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.bytedeco.pytorch.Tensor;

/**
 * An optimiser that treats some tensors otherwise than the rest: with another learning rate, or
 * another weight decay.
 *
 * @param base for what no rule names, with its usual groups; any but Muon, which has groups of its
 *     own
 * @param rules the first whose pattern is found in a tensor's name holds for it
 */
public record GroupedSettings(Optimizer.Settings base, List<Rule> rules)
    implements Optimizer.Settings {
  /**
   * @param pattern a regular expression that is looked for in names, such as {@code embed|lm_head}
   * @param learningRateScale what the schedule's rate is multiplied by
   * @param weightDecay also of vectors
   */
  public record Rule(String pattern, double learningRateScale, double weightDecay) {
    public Rule {
      try {
        Pattern.compile(pattern);
      } catch (PatternSyntaxException e) {
        throw new InputException("parameter group '" + pattern + "': " + e.getDescription(), e);
      }
      if (!(learningRateScale >= 0) || !(weightDecay >= 0)) {
        throw new InputException(
            "parameter group '" + pattern + "': scale and decay must be 0 or more");
      }
    }
  }

  public GroupedSettings {
    rules = List.copyOf(rules);
    if (base instanceof Muon.Settings || base instanceof GroupedSettings) {
      throw new InputException("parameter groups: " + base + " has groups of its own");
    }
  }

  @Override
  public double weightDecay() {
    return base.weightDecay();
  }

  @Override
  public Optimizer of(List<ParameterGroup> groups) {
    return base.of(groups);
  }

  @Override
  public Optimizer of(Parameters parameters) {
    List<Pattern> patterns = rules.stream().map(rule -> Pattern.compile(rule.pattern)).toList();
    List<SequencedMap<String, Tensor>> chosen = new ArrayList<>();
    rules.forEach(_ -> chosen.add(new LinkedHashMap<>()));
    List<ParameterGroup> groups = new ArrayList<>();
    for (ParameterGroup usual : ParameterGroup.decayingMatrices(parameters, base.weightDecay())) {
      SequencedMap<String, Tensor> rest = new LinkedHashMap<>();
      usual
          .tensors()
          .forEach(
              (name, tensor) -> {
                int rule = 0;
                while (rule < patterns.size() && !patterns.get(rule).matcher(name).find()) {
                  rule++;
                }
                (rule < patterns.size() ? chosen.get(rule) : rest).put(name, tensor);
              });
      groups.add(new ParameterGroup(rest, usual.weightDecay(), usual.learningRateScale()));
    }
    for (int i = 0; i < rules.size(); i++) {
      Rule rule = rules.get(i);
      groups.add(new ParameterGroup(chosen.get(i), rule.weightDecay, rule.learningRateScale));
    }
    return base.of(groups);
  }
}
