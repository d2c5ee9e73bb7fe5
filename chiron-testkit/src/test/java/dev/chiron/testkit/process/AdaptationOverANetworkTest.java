package dev.chiron.testkit.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chiron.core.adaptation.Adaptation;
import dev.chiron.core.adaptation.AdaptationResult;
import dev.chiron.core.budget.Budget;
import dev.chiron.core.random.Seeds;
import dev.chiron.testkit.rules.BayesianResponder;
import dev.chiron.testkit.server.Fault;
import dev.chiron.testkit.server.FaultPlan;
import dev.chiron.testkit.server.FaultyModelServer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The main job with a model behind a network that fails, and with a process that is killed. */
class AdaptationOverANetworkTest {
  private static final BayesianResponder READER =
      new BayesianResponder(
          AdaptationProgram.WORLD, BayesianResponder.Skill.ATTENTIVE, new Seeds(0));

  @TempDir Path workspace;

  @Test
  void aServerThatDropsAThirdLimitsAndHangsChangesNothingAndIsPaidOnce() throws Exception {
    FaultPlan plan =
        new FaultPlan(
            9,
            Map.of(
                Fault.DROP_BEFORE,
                1 / 6.0,
                Fault.DROP_AFTER,
                1 / 6.0,
                Fault.RATE_LIMIT,
                0.1,
                Fault.HANG,
                0.02),
            3,
            Duration.ZERO);
    String faultless;
    int paid;
    try (FaultyModelServer server = new FaultyModelServer(READER, FaultPlan.NONE)) {
      faultless = outcome("faultless", server);
      paid = server.counts().paid();
    }
    try (FaultyModelServer server = new FaultyModelServer(READER, plan)) {
      assertThat(outcome("faulty", server)).isEqualTo(faultless);
      assertThat(server.counts().faults())
          .containsKeys(Fault.DROP_AFTER, Fault.RATE_LIMIT, Fault.HANG);
      assertThat(server.counts().paid()).isEqualTo(paid);
      assertThat(server.counts().paidTwice()).isZero();
    }
  }

  @Test
  void theBudgetOfCallsHoldsOverAllMethods() {
    try (FaultyModelServer server = new FaultyModelServer(READER, FaultPlan.dropsAThird(3, 3))) {
      AdaptationResult result =
          AdaptationProgram.adapt(
              workspace.resolve("run"),
              workspace.resolve("cache.sqlite"),
              name(server),
              Budget.ofCalls(110));
      long calls = result.methods().stream().mapToLong(m -> m.calls()).sum();
      assertThat(calls).isPositive().isLessThanOrEqualTo(110);
      assertThat(server.counts().paid()).isPositive().isLessThanOrEqualTo((int) calls);
    }
  }

  @Test
  void aRunThatIsKilledAgainAndAgainEndsWithTheSameResult() {
    try (FaultyModelServer server = new FaultyModelServer(READER, FaultPlan.NONE)) {
      KillAndResume harness =
          new KillAndResume(
              AdaptationProgram.class.getName(),
              List.of("--enable-native-access=ALL-UNNAMED", "-XX:+UseSerialGC"),
              directory ->
                  List.of(
                      directory.toString(),
                      directory.resolveSibling(directory.getFileName() + ".sqlite").toString(),
                      name(server)),
              Optional.empty(),
              4,
              pathsAside(),
              new Seeds(21));
      KillAndResume.Outcome outcome = harness.run(workspace);
      assertThat(outcome.kills()).isPositive();
      assertThat(outcome.differences()).isEmpty();
      // The two runs have a cache each. An answer can be lost between the wire and the disk: at
      // most as many as were open, at each kill.
      assertThat(server.counts().paid())
          .isLessThanOrEqualTo(2 * server.counts().distinct() + 4 * outcome.kills());
    }
  }

  private String outcome(String run, FaultyModelServer server) throws Exception {
    AdaptationResult result =
        AdaptationProgram.adapt(
            workspace.resolve(run), workspace.resolve(run + ".sqlite"), name(server), Budget.NONE);
    assertThat(result.method("exemplars").test()).isGreaterThan(0.3);
    byte[] bytes = Files.readAllBytes(workspace.resolve(run).resolve(Adaptation.RESULT));
    String text =
        new String(
            pathsAside().normalise("adaptation.json", bytes).orElseThrow(), StandardCharsets.UTF_8);
    return text.replace(name(server), "MODEL");
  }

  /** A result names the places of its predictors. */
  private Normaliser pathsAside() {
    return (file, content) ->
        Normaliser.TIMES
            .normalise(file, content)
            .map(
                bytes ->
                    new String(bytes, StandardCharsets.UTF_8)
                        .replaceAll(workspace + "/[a-z]+", "RUN")
                        .getBytes(StandardCharsets.UTF_8));
  }

  private static String name(FaultyModelServer server) {
    return "openai:simulated@" + server.openAiUrl();
  }
}
