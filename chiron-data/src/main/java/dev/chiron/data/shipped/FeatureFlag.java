package dev.chiron.data.shipped;

import dev.chiron.core.task.Example;
import dev.chiron.core.task.MetricSpec;
import dev.chiron.data.grammar.Grammar;
import java.util.List;
import java.util.random.RandomGenerator;

/** A wish in words to the setting of a flag; test alone uses some flags and some phrasings. */
final class FeatureFlag implements TaskSource {
  private static final Grammar POLITE =
      Grammar.of(
          """
          please: please | could you | kindly | I want you to | can we | | | |
          where: in production | for all users | on staging | for the beta | today | for team {n} | | |
          n: 1 | 2 | 3 | 4 | 5
          """);
  private static final List<String> FIRST =
      Grammar.words(
          """
          dark new fast beta daily auto verbose public guest smart strict remote cached safe
          hidden weekly instant shared local silent
          """);
  private static final List<String> SECOND =
      Grammar.words(
          """
          mode search login export checkout sync logging editor mails backup preview upload menu
          chat alerts reports cache signup updates charts
          """);
  private static final List<String> ON =
      Grammar.lines(
          """
          {please} turn on $ {where}
          {please} enable $ {where}
          {please} switch $ on {where}
          {please} activate $ {where}
          $ should be on {where}
          we need $ {where}
          do not disable $ {where}
          {please} start using $ {where}
          """);
  private static final List<String> OFF =
      Grammar.lines(
          """
          {please} turn off $ {where}
          {please} disable $ {where}
          {please} switch $ off {where}
          {please} deactivate $ {where}
          $ should be off {where}
          we do not need $ {where}
          do not enable $ {where}
          {please} stop using $ {where}
          """);

  @Override
  public String name() {
    return "feature-flag";
  }

  @Override
  public String instruction() {
    return "Write the wish as a setting: the name of the feature with an underscore, then =true to"
        + " switch it on or =false to switch it off.";
  }

  /** Not exact match: that overlooks punctuation, which is what this task is about. */
  @Override
  public MetricSpec metric() {
    return MetricSpec.ACCURACY;
  }

  @Override
  public String category() {
    return "information extraction";
  }

  @Override
  public Example draw(int turn, boolean heldOut, RandomGenerator random) {
    boolean on = turn % 2 == 0;
    String first = HeldOut.pick(FIRST, heldOut, random);
    String second = HeldOut.pick(SECOND, heldOut, random);
    String template = HeldOut.pick(on ? ON : OFF, heldOut, random);
    String input = POLITE.sentence(template, random).replace("$", first + " " + second);
    return Example.of(input, first + "_" + second + "=" + on);
  }
}
