package dev.chiron.prompting.pe2;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chiron.core.adaptation.Adaptation;
import dev.chiron.core.adaptation.AdaptationResult;
import dev.chiron.core.adaptation.AdaptationSettings;
import dev.chiron.core.budget.Budget;
import dev.chiron.core.evaluation.Evaluated;
import dev.chiron.core.model.LanguageModel;
import dev.chiron.core.model.ModelOptions;
import dev.chiron.core.model.Models;
import dev.chiron.core.predictor.PromptProgram;
import dev.chiron.core.prompt.Message;
import dev.chiron.core.prompt.PromptTemplate;
import dev.chiron.core.prompt.Role;
import dev.chiron.core.random.Seeds;
import dev.chiron.core.run.Progress;
import dev.chiron.core.run.Run;
import dev.chiron.core.run.Steps;
import dev.chiron.core.task.Example;
import dev.chiron.core.task.MetricSpec;
import dev.chiron.core.task.Task;
import dev.chiron.prompting.baseline.ZeroShot;
import dev.chiron.prompting.search.CandidateScorer;
import dev.chiron.prompting.search.Ground;
import dev.chiron.prompting.search.PromptCandidate;
import dev.chiron.prompting.search.PromptEdit;
import dev.chiron.prompting.search.ProposalModel;
import dev.chiron.prompting.search.Scored;
import dev.chiron.prompting.search.Screening;
import dev.chiron.prompting.search.SearchHistory;
import dev.chiron.prompting.search.Workbench;
import dev.chiron.testkit.ResponderModel;
import dev.chiron.testkit.rules.BayesianResponder;
import dev.chiron.testkit.rules.Rule;
import dev.chiron.testkit.rules.RuleModels;
import dev.chiron.testkit.rules.RuleProposer;
import dev.chiron.testkit.rules.RuleWorld;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class Pe2Test {
  private static final Pe2Settings SETTINGS = Pe2Settings.STANDARD.withBatch(4);
  private static final PromptCandidate START =
      PromptCandidate.of(RuleWorld.instruction(Rule.ALL.get(500)));

  private final Ground ground = new Ground(31);
  private final CandidateScorer train = scorer("train", ground.test().subList(0, 60));

  private CandidateScorer scorer(String name, List<Example> examples) {
    return new CandidateScorer(
        name, ground.reader, Ground.PLAIN, examples, MetricSpec.ACCURACY, Steps.FORGOTTEN);
  }

  private Pe2Search.Result search(Pe2Settings settings, PromptEditor editor, Workbench bench) {
    return new Pe2Search(settings, editor, train)
        .run(List.of(START), bench, bench.passes(settings.mostCandidates()));
  }

  private static PromptEditor numbered() {
    int[] count = {0};
    return (material, bench, complaint) ->
        new PromptEditor.Revision("number " + ++count[0], "because");
  }

  @Test
  void asManyCandidatesAreScoredAsTheAlgorithmSaysEachOnceOnEachExample() {
    assertThat(Pe2Settings.STANDARD.mostCandidates()).isEqualTo(1 + 4 + 16 + 16);
    CandidateScorer dev = scorer("dev", ground.dev());
    Pe2Search.Result result = search(SETTINGS, numbered(), ground.bench(dev, Steps.FORGOTTEN));
    assertThat(result.history().entries()).hasSize(37);
    Set<String> inputs = ground.dev().stream().map(Example::input).collect(Collectors.toSet());
    List<String> onDev =
        ground.asked.stream().filter(p -> inputs.stream().anyMatch(p::contains)).toList();
    assertThat(onDev).hasSize(37 * 40).doesNotHaveDuplicates();
  }

  @Test
  void aRevisionBeyondALimitIsAskedForOnceMoreThenDroppedAndCounted() {
    int[] asked = {0};
    PromptEditor wordy =
        (material, bench, complaint) -> {
          boolean first = complaint.isEmpty();
          asked[0]++;
          assertThat(complaint).matches(c -> first || c.contains("51 words where 50"));
          // Of every two proposals one keeps the limit at its second try.
          return new PromptEditor.Revision(
              first || asked[0] % 4 != 0 ? "word ".repeat(51) : "fine " + asked[0], "");
        };
    Pe2Search.Result result = search(SETTINGS, wordy, ground.bench());
    assertThat(result.rejected()).isPositive();
    int proposals = result.history().entries().size() - 1 + result.rejected();
    assertThat(asked[0]).isEqualTo(2 * proposals);
  }

  @Test
  void whenEveryProposalIsWorseTheFirstPromptStaysParentAndResult() {
    // Beside the truth, the numbered nonsense says nothing.
    PromptCandidate truth = PromptCandidate.of(RuleWorld.instruction(ground.world.truth()));
    Workbench bench = ground.bench();
    SearchHistory history =
        new Pe2Search(Pe2Settings.STANDARD, numbered(), train)
            .run(List.of(truth), bench, bench.passes(37))
            .history();
    assertThat(history.best().candidate()).isEqualTo(truth);
    assertThat(history.entries().stream().filter(e -> e.step() == 1))
        .allMatch(entry -> entry.proposal().parent() == 0);
    assertThat(history.entries().stream().filter(e -> e.step() > 1))
        .anyMatch(entry -> entry.proposal().parent() == 0);
    SearchHistory forgetful =
        new Pe2Search(Pe2Settings.STANDARD.withSampling(false, true), numbered(), train)
            .run(List.of(truth), bench, bench.passes(37))
            .history();
    assertThat(forgetful.entries().stream().filter(e -> e.step() > 1))
        .noneMatch(entry -> entry.proposal().parent() == 0);
  }

  @Test
  void theEditorSeesTheTemplateAndTheLabelsAndNothingThatPromptsAreScoredOn() {
    search(SETTINGS, Editors.pe2(SETTINGS), ground.bench());
    assertThat(ground.requests).isNotEmpty();
    Set<String> shown = train.examples().stream().map(Example::input).collect(Collectors.toSet());
    for (String request : ground.requests) {
      assertThat(request).contains("<PROMPT>\n\nInput: <INPUT>\nOutput:");
      String examples = request.substring(request.indexOf("### Examples"));
      assertThat(examples.split("\nLabel: ", -1)).hasSize(1 + 4);
      assertThat(ground.dev()).noneMatch(each -> request.contains(each.input()));
      assertThat(shown).anyMatch(request::contains);
    }
    List<Example> hidden = ground.test().subList(60, ground.test().size());
    assertThat(ground.requests)
        .noneMatch(request -> hidden.stream().anyMatch(each -> request.contains(each.input())));
  }

  @Test
  void theTemplateThatTheEditorSeesIsTheTasksOwn() {
    PromptProgram chat =
        PromptProgram.zeroShot(
            "", PromptTemplate.CHAT, Ground.PLAIN.labels(), Ground.PLAIN.answer());
    CandidateScorer chatTrain =
        new CandidateScorer(
            "train", ground.reader, chat, train.examples(), MetricSpec.ACCURACY, Steps.FORGOTTEN);
    Workbench bench = ground.bench();
    new Pe2Search(SETTINGS, Editors.pe2(SETTINGS), chatTrain)
        .run(List.of(START), bench, bench.passes(3));
    assertThat(ground.requests)
        .isNotEmpty()
        .allMatch(request -> request.contains("System: <PROMPT>\nUser: <INPUT>"));
  }

  @Test
  void everyPartOfTheMetaPromptCanBeLeftOut() {
    for (Component component : SETTINGS.components()) {
      Ground own = new Ground(31);
      Pe2Settings settings = SETTINGS.without(component);
      Workbench bench = own.bench();
      new Pe2Search(settings, Editors.pe2(settings), train)
          .run(List.of(START), bench, bench.passes(2));
      String heading =
          switch (component) {
            case TWO_STEP -> "### Two steps";
            case CONTEXT -> "### Full template";
            case REASONING -> "### Reasoning template";
            case TUTORIAL -> "### Background";
          };
      assertThat(own.requests).isNotEmpty().noneMatch(request -> request.contains(heading));
    }
  }

  @Test
  void aBatchHoldsFailuresOfItsParentAndIsFilledWhereThereAreTooFew() {
    Pe2Search.Result result = search(SETTINGS, Editors.pe2(SETTINGS), ground.bench());
    for (SearchHistory.Entry entry : result.history().entries()) {
      if (entry.step() > 0) {
        SearchHistory.Entry parent = result.history().entry(entry.proposal().parent());
        List<Evaluated> answered = train.score(parent.candidate()).records();
        long failures = answered.stream().filter(record -> record.score() < 1).count();
        long shown =
            entry.proposal().batch().stream().filter(i -> answered.get(i).score() < 1).count();
        assertThat(entry.proposal().batch()).hasSize(4).doesNotHaveDuplicates();
        assertThat(shown).isEqualTo(Math.min(4, failures));
      }
    }
    // Two training examples: at most two failures, so every batch of four is filled.
    CandidateScorer two = scorer("two", ground.test().subList(0, 2));
    Workbench bench = ground.bench();
    Pe2Search.Result filled =
        new Pe2Search(SETTINGS, numbered(), two).run(List.of(START), bench, bench.passes(37));
    assertThat(filled.filled()).isPositive();
  }

  @Test
  void anOracleReachesTheSlipRateInOneStepAndAConstantWriterLeavesTheStart() {
    // The reader believes what it reads, so the truth is answered right but for the slips.
    Ground literate = new Ground(31, new BayesianResponder.Skill(20, 1, 0.05));
    String truth = RuleWorld.instruction(literate.world.truth());
    CandidateScorer own =
        new CandidateScorer(
            "train",
            literate.reader,
            Ground.PLAIN,
            literate.test().subList(0, 60),
            MetricSpec.ACCURACY,
            Steps.FORGOTTEN);
    Workbench bench = literate.bench();
    SearchHistory history =
        new Pe2Search(
                Pe2Settings.STANDARD,
                (material, b, complaint) -> new PromptEditor.Revision(truth, ""),
                own)
            .run(List.of(START), bench, bench.passes(37))
            .history();
    assertThat(history.best().candidate().instruction()).isEqualTo(truth);
    assertThat(history.best().step()).isEqualTo(1);
    Scored everywhere =
        new CandidateScorer(
                "test",
                literate.reader,
                Ground.PLAIN,
                literate.test(),
                MetricSpec.ACCURACY,
                Steps.FORGOTTEN)
            .score(history.best().candidate());
    // The mirrored rule fits the clauses too, so a few more than the slips may be wrong.
    assertThat(everywhere.score()).isGreaterThan(0.85);
    SearchHistory constant =
        new Pe2Search(
                Pe2Settings.STANDARD,
                (material, b, complaint) -> new PromptEditor.Revision("", ""),
                own)
            .run(List.of(START), bench, bench.passes(37))
            .history();
    assertThat(constant.best().candidate()).isEqualTo(START);
    assertThat(constant.entries()).hasSize(1);
  }

  @Test
  void inspectionIsGreedyRevisionIsSampledAndASeedRepeatsTheRun() {
    ProposalModel model = new ProposalModel(ground.writer, Steps.FORGOTTEN);
    Workbench bench =
        Workbench.of(
            scorer("dev", ground.dev()), model, Screening.NONE, new Seeds(1), Progress.SILENT);
    SearchHistory first = search(SETTINGS, Editors.pe2(SETTINGS), bench).history();
    for (ProposalModel.Exchange exchange : model.transcript()) {
      boolean revision = exchange.messages().getLast().text().contains("### Step 2");
      assertThat(exchange.decoding().temperature()).isEqualTo(revision ? 0.7 : 0);
      if (revision) {
        assertThat(exchange.decoding().maxTokens()).isEqualTo(300);
        assertThat(exchange.messages())
            .extracting(Message::role)
            .containsExactly(Role.USER, Role.ASSISTANT, Role.USER, Role.ASSISTANT, Role.USER);
      }
    }
    List<String> texts = first.entries().stream().map(e -> e.candidate().instruction()).toList();
    assertThat(new HashSet<>(texts)).hasSameSizeAs(texts);
    Workbench again =
        Workbench.of(
            scorer("dev", ground.dev()),
            new ProposalModel(ground.writer, Steps.FORGOTTEN),
            Screening.NONE,
            new Seeds(1),
            Progress.SILENT);
    assertThat(search(SETTINGS, Editors.pe2(SETTINGS), again).history().entries())
        .extracting(e -> e.candidate().instruction())
        .isEqualTo(texts);
  }

  @Test
  void momentumShowsWhereAPromptComesFromAndTheStepSizeBindsTheEdit() {
    Pe2Settings settings = SETTINGS.withMomentum(true).withStepSize(5);
    Pe2Search.Result result = search(settings, Editors.pe2(settings), ground.bench());
    assertThat(ground.requests).anyMatch(r -> r.contains("### Earlier prompts\nPrompt: "));
    assertThat(ground.requests).anyMatch(r -> r.contains("Change at most 5 words."));
    for (SearchHistory.Entry entry : result.history().entries()) {
      if (entry.step() > 0) {
        String parent = result.history().entry(entry.proposal().parent()).candidate().instruction();
        assertThat(PromptEdit.between(parent, entry.candidate().instruction()).changed())
            .isLessThanOrEqualTo(5);
      }
    }
  }

  @Test
  void inductionWritesPromptsFromPairs() {
    Pe2Search search = new Pe2Search(SETTINGS, Editors.paraphrase(), train);
    List<PromptCandidate> induced = search.induced(6, 5, ground.bench());
    assertThat(induced).hasSizeBetween(4, 6);
    assertThat(ground.requests).hasSize(6).allMatch(r -> r.split("Input: ", -1).length == 6);
  }

  @Test
  void adaptedWithTheSimulatedModelItBeatsAWrongInstruction(@TempDir Path directory) {
    RuleWorld world = new RuleWorld(new Seeds(RuleModels.SEED));
    Task task = world.wholeTask("wrong", RuleWorld.instruction(Rule.ALL.get(500)), 103, 40);
    try (LanguageModel model = Models.open("simulated:rules", ModelOptions.DEFAULT)) {
      AdaptationSettings settings =
          AdaptationSettings.of(Budget.ofCalls(2 * 4000), 0, ModelOptions.DEFAULT);
      AdaptationResult result =
          new Adaptation(task, model, List.of(new ZeroShot(), new Pe2()), settings)
              .run(new Run(directory, InstantSource.system()), Progress.SILENT);
      assertThat(Objects.requireNonNull(result.method("pe2").test()))
          .isGreaterThan(Objects.requireNonNull(result.method("zero-shot").test()) + 0.2);
      assertThat(result.method("pe2").calls()).isLessThanOrEqualTo(4000);
    }
  }

  @Test
  void theSimulatedWriterMakesUseOfWhatItIsShown() {
    // What the reproduction rests on: the parts of the meta-prompt change what this writer can do.
    LanguageModel writer =
        new ResponderModel("writer", new RuleProposer(RuleProposer.Skill.ENGINEER, new Seeds(1)));
    Workbench bench =
        Workbench.of(
            scorer("dev", ground.dev()),
            new ProposalModel(writer, Steps.FORGOTTEN),
            Screening.NONE,
            new Seeds(1),
            Progress.SILENT);
    double with = search(SETTINGS, Editors.pe2(SETTINGS), bench).history().best().score();
    double paraphrased = search(SETTINGS, Editors.paraphrase(), bench).history().best().score();
    assertThat(with).isGreaterThan(paraphrased + 0.1);
  }
}
