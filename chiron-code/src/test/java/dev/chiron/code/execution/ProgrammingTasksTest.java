package dev.chiron.code.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chiron.core.error.InputException;
import dev.chiron.core.program.Language;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProgrammingTasksTest {
  @TempDir Path directory;

  private List<ProgrammingTask> read(String... lines) throws IOException {
    Path file = Files.write(directory.resolve("problems.jsonl"), List.of(lines));
    return ProgrammingTasks.read(file, Language.PYTHON);
  }

  @Test
  void mbppIsRead() throws IOException {
    ProgrammingTask task =
        read("{'task_id':7,'text':'Add.','code':'def f(x):\\r\\n  return x','test_setup_code':'',"
                    .replace('\'', '"')
                + "'test_list':['assert f(1) == 1'],'challenge_test_list':['assert f(2) == 2']}"
                    .replace('\'', '"'))
            .getFirst();
    assertThat(task.id()).isEqualTo("7");
    assertThat(task.reference()).isEqualTo("def f(x):\n  return x");
    assertThat(task.tests()).containsExactly("assert f(1) == 1");
    assertThat(task.challengeTests()).containsExactly("assert f(2) == 2");
  }

  @Test
  void humanEvalIsReadWithItsHeader() throws IOException {
    ProgrammingTask task =
        read("{'task_id':'HE/0','prompt':'def f(x):\\n','canonical_solution':'  return x\\n',"
                    .replace('\'', '"')
                + "'test':'def check(c):\\n  assert c(1) == 1\\n','entry_point':'f'}"
                    .replace('\'', '"'))
            .getFirst();
    assertThat(task.header() + task.reference()).isEqualTo("def f(x):\n  return x\n");
    assertThat(task.tests().getFirst()).endsWith("check(f)");
  }

  @Test
  void mathQaComparesTheAnswerWithinATolerance() throws IOException {
    ProgrammingTask task =
        read("{\"text\":\"What is 1 / 3?\",\"code\":\"answer = 1 / 3\",\"answer\":0.3333333}")
            .getFirst();
    assertThat(task.tests().getFirst()).contains("abs(answer - (0.3333333)) <= 1e-6");
  }

  @Test
  void aProblemWithoutTestsIsRefusedByItsLine() {
    assertThatThrownBy(
            () ->
                read(
                    "{\"task_id\":1,\"text\":\"a\",\"test_list\":[\"assert True\"]}",
                    "{\"task_id\":2,\"text\":\"b\",\"test_list\":[]}"))
        .isInstanceOf(InputException.class)
        .hasMessageEndingWith(
            "problems.jsonl:2: field 'test_list': empty: a problem without tests has nothing to"
                + " check");
  }

  @Test
  void anIdThatStandsTwiceIsRefused() {
    String line = "{\"task_id\":1,\"text\":\"a\",\"test_list\":[\"assert True\"]}";
    assertThatThrownBy(() -> read(line, line))
        .isInstanceOf(InputException.class)
        .hasMessageContaining(":2: field 'task_id': '1' stands twice");
  }
}
