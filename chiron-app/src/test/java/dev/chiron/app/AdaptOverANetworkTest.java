package dev.chiron.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.chiron.app.console.ExitCode;
import dev.chiron.core.random.Seeds;
import dev.chiron.core.task.TaskCollection;
import dev.chiron.core.task.format.TaskFormats;
import dev.chiron.testkit.rules.BayesianResponder;
import dev.chiron.testkit.rules.RuleWorld;
import dev.chiron.testkit.server.Fault;
import dev.chiron.testkit.server.FaultPlan;
import dev.chiron.testkit.server.FaultyModelServer;
import dev.chiron.testkit.server.ServerCounts;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The main job's command against a service of OpenAI's protocol: a good one and a bad one. */
class AdaptOverANetworkTest {
  private static final RuleWorld WORLD = new RuleWorld(new Seeds(5));
  private static final BayesianResponder READER =
      new BayesianResponder(WORLD, BayesianResponder.Skill.ATTENTIVE, new Seeds(0));

  /** A third is dropped, a tenth is told to wait, and one in two hundred hangs. */
  private static final FaultPlan BAD_DAY =
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
              0.005),
          3,
          Duration.ZERO);

  @TempDir Path directory;
  private Terminal terminal = new Terminal(Path.of(""), Path.of(""));

  @BeforeEach
  void writeTask() {
    terminal = Terminal.in(directory);
    TaskFormats.chiron()
        .write(
            new TaskCollection("rules", List.of(WORLD.task("rules", "", 16, 8, 12))),
            directory.resolve("rules.json"));
  }

  @Test
  void aServiceThatDropsLimitsAndHangsGivesTheSameResultAndIsPaidOnce() {
    JsonNode good;
    int paid;
    try (FaultyModelServer server = new FaultyModelServer(READER, FaultPlan.NONE)) {
      good = adapted(server, "good");
      ServerCounts counts = server.counts();
      paid = counts.paid();
      assertThat(good.at("/paid/calls").asInt()).isEqualTo(counts.requests()).isEqualTo(paid);
      assertThat(counts.paidTwice()).isZero();
    }
    try (FaultyModelServer server = new FaultyModelServer(READER, BAD_DAY)) {
      JsonNode bad = adapted(server, "bad");
      ServerCounts counts = server.counts();
      assertThat(bad.path("chosen")).isEqualTo(good.path("chosen"));
      assertThat(scores(bad)).isEqualTo(scores(good));
      assertThat(counts.faults()).containsKeys(Fault.DROP_AFTER, Fault.RATE_LIMIT, Fault.HANG);
      assertThat(counts.paid()).isEqualTo(paid);
      assertThat(counts.paidTwice()).isZero();
      assertThat(bad.at("/paid/calls").asInt()).isEqualTo(counts.requests());
    }
  }

  @Test
  void theSameCommandAgainPaysNothing() {
    try (FaultyModelServer server = new FaultyModelServer(READER, FaultPlan.NONE)) {
      JsonNode first = adapted(server, "first");
      int paid = server.counts().paid();
      JsonNode again = adapted(server, "first");
      assertThat(scores(again)).isEqualTo(scores(first));
      assertThat(again.at("/paid/calls").asInt()).isZero();
      assertThat(server.counts().requests()).isEqualTo(paid);
    }
  }

  @Test
  void theBudgetHoldsToTheCallAlsoWhereAThirdIsDropped() {
    try (FaultyModelServer server = new FaultyModelServer(READER, FaultPlan.dropsAThird(3, 3))) {
      JsonNode result = adapted(server, "small", "--budget", "calls=90");
      int counted =
          StreamSupport.stream(result.path("methods").spliterator(), false)
              .mapToInt(method -> method.path("calls").asInt())
              .sum();
      ServerCounts counts = server.counts();
      assertThat(counted).isPositive().isLessThanOrEqualTo(90);
      assertThat(counts.paid()).isPositive().isEqualTo(counts.distinct());
      assertThat(counts.distinct()).isLessThanOrEqualTo(counted);
      assertThat(result.at("/paid/calls").asInt()).isEqualTo(counts.requests());
    }
  }

  @Test
  void aBudgetTooSmallForAnyMethodIsRefusedBeforeAnythingIsSent() {
    try (FaultyModelServer server = new FaultyModelServer(READER, FaultPlan.NONE)) {
      Terminal.Outcome outcome = run(server, "tiny", "--budget", "calls=10");
      assertThat(outcome.exitCode()).isEqualTo(ExitCode.USAGE);
      assertThat(outcome.errors()).startsWith("chiron: budget: calls=10 is too small");
      assertThat(server.counts().requests()).isZero();
    }
  }

  private JsonNode adapted(FaultyModelServer server, String name, String... more) {
    Terminal.Outcome outcome = run(server, name, more);
    assertThat(outcome.errors()).isEmpty();
    return outcome.document();
  }

  private Terminal.Outcome run(FaultyModelServer server, String name, String... more) {
    List<String> arguments = new ArrayList<>(List.of("adapt", "rules.json", "--model"));
    arguments.add("openai:simulated@" + server.openAiUrl());
    arguments.addAll(List.of("--methods", "zero-shot,random-search,bm25-demonstrations", "--json"));
    arguments.addAll(List.of("--cache", name + ".sqlite", "--out", name));
    arguments.addAll(List.of("--set", "timeoutSeconds=2", "--set", "backOffSeconds=0.001"));
    arguments.addAll(List.of("--set", "concurrency=16"));
    arguments.addAll(List.of(more));
    return terminal.run(arguments.toArray(String[]::new));
  }

  /** What does not depend on times and places. */
  private static List<String> scores(JsonNode result) {
    return StreamSupport.stream(result.path("methods").spliterator(), false)
        .map(
            method ->
                String.join(
                    " ",
                    method.path("id").asText(),
                    method.path("dev").toString(),
                    method.path("test").toString(),
                    method.path("testInterval").toString(),
                    method.path("calls").toString(),
                    method.path("tokens").toString()))
        .toList();
  }
}
