package dev.chiron.testkit.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.chiron.core.model.Decoding;
import dev.chiron.core.prompt.Prompt;
import dev.chiron.core.prompt.PromptTemplate;
import dev.chiron.core.random.Seeds;
import dev.chiron.core.task.Demonstration;
import dev.chiron.core.task.Example;
import dev.chiron.testkit.ResponderModel;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BayesianResponderTest {
  private static final Decoding GREEDY = Decoding.greedy(8, "\n\n");
  private static final List<Item> ITEMS =
      IntStream.range(0, Item.COUNT).mapToObj(Item::new).toList();

  @Test
  void thereAre1080DifferentRulesAndNoTwoSayTheSameOfEverything() {
    assertThat(new HashSet<>(Rule.ALL)).hasSize(1080);
    assertThat(Rule.ALL)
        .allSatisfy(
            rule ->
                assertThat(List.of(rule.first(), rule.second(), rule.third()))
                    .containsExactlyInAnyOrder(0, 1, 2));
    long behaviours =
        Rule.ALL.stream().map(rule -> ITEMS.stream().map(rule::label).toList()).distinct().count();
    assertThat(behaviours).isEqualTo(1080);
  }

  @Test
  void everyItemIsReadBackFromItsSentence() {
    assertThat(ITEMS).allSatisfy(i -> assertThat(Item.parse(i.sentence())).contains(i));
    assertThat(Item.parse("The object is red, green, small, round, made of wood, on the shelf."))
        .isEmpty();
    assertThat(Item.parse("The object is red.")).isEmpty();
  }

  @Test
  void aDescriptionHoldsForItsRuleAndTheMirroredOneOnlyAndIsReadBackFromItsText() {
    for (Rule rule : Rule.ALL) {
      List<Clause> clauses = rule.description();
      assertThat(Clause.find(RuleWorld.instruction(rule)).stream().map(Clause.Found::clause))
          .containsExactlyElementsOf(clauses);
    }
    Rule rule = Rule.ALL.get(77);
    assertThat(
            Rule.ALL.stream()
                .filter(r -> rule.description().stream().allMatch(c -> c.holdsFor(r)))
                // The mirrored rule, whose branches are in the other order, has the same clauses.
                .map(r -> r.third()))
        .hasSize(2);
  }

  @Test
  void anUnderstoodClauseAddsItsWeightToTheRulesThatItHoldsFor() {
    RuleWorld world = new RuleWorld(new Seeds(1));
    BayesianResponder reader = reader(world, new BayesianResponder.Skill(2, 1, 0.05));
    Clause clause = new Clause.When(1, 2, 0);
    double[] weights = reader.logWeights(clause.text());
    for (int i = 0; i < weights.length; i++) {
      double expected = world.bias(i) + (clause.holdsFor(Rule.ALL.get(i)) ? 2 : 0);
      assertThat(weights[i]).isCloseTo(expected, within(1e-12));
    }
  }

  @Test
  void anExemplarMultipliesTheOddsByItsLikelihoodRatio() {
    RuleWorld world = new RuleWorld(new Seeds(2));
    BayesianResponder reader = reader(world, new BayesianResponder.Skill(2, 1, 0.05));
    Example example = world.example(new Item(100));
    double[] before = reader.logWeights("");
    double[] after = reader.logWeights(shown(List.of(example)));
    for (int i = 0; i < after.length; i++) {
      boolean fits =
          RuleWorld.LABELS.get(Rule.ALL.get(i).label(new Item(100))).equals(example.output());
      assertThat(Math.exp(after[i] - before[i])).isCloseTo(fits ? 0.95 : 0.025, within(1e-12));
    }
  }

  @Test
  void theWholeTruthIsAnsweredRightButForTheSlips() {
    RuleWorld world = new RuleWorld(new Seeds(3));
    BayesianResponder.Skill believer = new BayesianResponder.Skill(20, 1, 0.05);
    // Besides the truth only the mirrored rule fits all clauses; exemplars tell the two apart.
    double accuracy = accuracy(world, believer, RuleWorld.instruction(world.truth()), ITEMS.size());
    // 243 items slip with probability 0.05: the standard deviation is 0.014.
    assertThat(accuracy).isBetween(0.95 - 0.06, 0.95 + 0.06);
  }

  @Test
  void aReaderWithoutUnderstandingIgnoresTheInstruction() {
    RuleWorld world = new RuleWorld(new Seeds(4));
    BayesianResponder reader = reader(world, new BayesianResponder.Skill(2, 0, 0.05));
    assertThat(reader.logWeights(RuleWorld.instruction(world.truth())))
        .isEqualTo(reader.logWeights(""));
  }

  @Test
  void aWrongWordForThePlaceOfTheQuestionSpoilsTheInstruction() {
    RuleWorld world = new RuleWorld(new Seeds(5));
    BayesianResponder reader = reader(world, new BayesianResponder.Skill(2, 1, 0.05));
    String clauses = RuleWorld.instruction(world.truth());
    String question = "\n\nInput: " + new Item(5).sentence() + "\nOutput:";
    double[] plain = reader.logWeights(clauses + question);
    assertThat(reader.logWeights("Answer for the object below. " + clauses + question))
        .isEqualTo(plain);
    assertThat(reader.logWeights("Answer for the object above. " + clauses + question))
        .isEqualTo(reader.logWeights(""));
  }

  @Test
  void bothChannelsHelpAndMoreExemplarsHelpMore() {
    double nothing = 0;
    double instructed = 0;
    double few = 0;
    double many = 0;
    int worlds = 12;
    BayesianResponder.Skill skill = BayesianResponder.Skill.ATTENTIVE;
    for (int seed = 0; seed < worlds; seed++) {
      RuleWorld world = new RuleWorld(new Seeds(100 + seed));
      List<Example> train = world.examples(40, "train");
      nothing += accuracy(world, skill, "", 80) / worlds;
      instructed += accuracy(world, skill, RuleWorld.instruction(world.truth()), 80) / worlds;
      few += accuracy(world, skill, shown(train.subList(0, 4)), 80) / worlds;
      many += accuracy(world, skill, shown(train), 80) / worlds;
    }
    assertThat(nothing).isLessThan(0.5);
    assertThat(instructed).isGreaterThan(nothing + 0.25);
    assertThat(few).isGreaterThan(nothing + 0.08);
    assertThat(many).isGreaterThan(few + 0.15).isGreaterThan(0.8);
  }

  @Test
  void theTurnsOfAChatAreReadLikeThePlainFormat() {
    RuleWorld world = new RuleWorld(new Seeds(9));
    BayesianResponder reader = reader(world, BayesianResponder.Skill.ATTENTIVE);
    String instruction = RuleWorld.instruction(world.truth());
    List<Demonstration> shown =
        world.examples(3, "train").stream().map(Example::demonstration).toList();
    for (Example question : world.examples(40, "test")) {
      String plain =
          reader.respond(PromptTemplate.PLAIN.render(instruction, shown, question.input()), GREEDY);
      assertThat(RuleWorld.LABELS).contains(plain);
      assertThat(
              reader.respond(
                  PromptTemplate.CHAT.render(instruction, shown, question.input()), GREEDY))
          .isEqualTo(plain);
    }
  }

  @Test
  void whatIsNoQuestionGetsNoLabel() {
    RuleWorld world = new RuleWorld(new Seeds(6));
    BayesianResponder reader = reader(world, BayesianResponder.Skill.ATTENTIVE);
    assertThat(reader.respond(Prompt.plain("Hello"), GREEDY)).isEqualTo(BayesianResponder.LOST);
  }

  @Test
  void theSameSeedMakesTheSameWorldAndAnotherAnother() {
    assertThat(new RuleWorld(new Seeds(7)).task("t", "", 5, 5, 5))
        .isEqualTo(new RuleWorld(new Seeds(7)).task("t", "", 5, 5, 5));
    assertThat(new RuleWorld(new Seeds(7)).examples(20, "train"))
        .isNotEqualTo(new RuleWorld(new Seeds(8)).examples(20, "train"));
  }

  private static BayesianResponder reader(RuleWorld world, BayesianResponder.Skill skill) {
    return new BayesianResponder(world, skill, new Seeds(0));
  }

  private static String shown(List<Example> examples) {
    return examples.stream()
        .map(e -> "Input: " + e.input() + "\nOutput: " + e.output())
        .collect(Collectors.joining("\n\n"));
  }

  private static double accuracy(
      RuleWorld world, BayesianResponder.Skill skill, String context, int questions) {
    try (ResponderModel model = new ResponderModel("bayes", reader(world, skill))) {
      List<Example> test =
          questions == ITEMS.size()
              ? ITEMS.stream().map(world::example).toList()
              : world.examples(questions, "test");
      List<Prompt> prompts =
          test.stream()
              .map(e -> Prompt.plain(context + "\n\nInput: " + e.input() + "\nOutput:"))
              .toList();
      var answers = model.generate(prompts, GREEDY);
      return IntStream.range(0, test.size())
              .filter(i -> answers.get(i).text().equals(test.get(i).output()))
              .count()
          / (double) test.size();
    }
  }
}
