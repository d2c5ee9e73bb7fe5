package dev.chiron.core.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chiron.core.error.InputException;
import dev.chiron.core.model.ModelOptions;
import dev.chiron.core.model.Models;
import dev.chiron.core.model.Price;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RemoteSettingsTest {
  private static final RemoteSettings.Provider OPENAI =
      new RemoteSettings.Provider("openai", "https://home/v1", "THE_KEY", "THE_URL");

  @Test
  void aNameAloneMeansTheProvidersHome() {
    RemoteSettings settings = read("openai:org/model@7", Map.of(), Map.of("THE_KEY", " k "));
    assertThat(settings.endpoint())
        .isEqualTo(new Endpoint("openai", "https://home/v1", "org/model@7"));
    assertThat(settings.secret()).isEqualTo("k");
    assertThat(settings.info().name()).isEqualTo("openai:org/model@7");
  }

  @Test
  void theNameBeatsTheSettingAndTheSettingTheEnvironment() {
    Map<String, String> environment = Map.of("THE_URL", "http://c");
    Map<String, String> setting = Map.of("baseUrl", "http://b/v1/");
    assertThat(read("openai:m@http://a", setting, environment).endpoint().baseUrl())
        .isEqualTo("http://a");
    assertThat(read("openai:m", setting, environment).endpoint().baseUrl())
        .isEqualTo("http://b/v1");
    assertThat(read("openai:m", Map.of(), environment).endpoint().baseUrl()).isEqualTo("http://c");
    assertThat(read("openai:m", setting, environment).info().name())
        .isEqualTo("openai:m@http://b/v1");
  }

  @Test
  void theEnvironmentsKeyDoesNotFollowAnAddressInAName() {
    Map<String, String> environment = Map.of("THE_KEY", "k", "THE_URL", "http://mine");
    assertThat(read("openai:m@http://theirs", Map.of(), environment).secret()).isEmpty();
    assertThat(read("openai:m@http://mine/", Map.of(), environment).secret()).isEqualTo("k");
    assertThat(read("openai:m", Map.of("baseUrl", "http://chosen"), environment).secret())
        .isEqualTo("k");
    assertThat(read("openai:m@http://theirs", Map.of("apiKeyEnv", "THE_KEY"), environment).secret())
        .isEqualTo("k");
    assertThat(read("openai:m@http://theirs", Map.of("apiKey", "given"), environment).secret())
        .isEqualTo("given");
  }

  @Test
  void settingsReachTheModel() {
    RemoteSettings settings =
        read(
            "openai:m",
            Map.of(
                "concurrency", "3",
                "contextLength", "4096",
                "price.prompt", "0.15",
                "price.completion", "0.6",
                "timeoutSeconds", "2.5",
                "attempts", "9",
                "backOffSeconds", "0.25"),
            Map.of());
    assertThat(settings.info().concurrency()).isEqualTo(3);
    assertThat(settings.info().contextLength()).isEqualTo(4096);
    assertThat(settings.info().price()).isEqualTo(new Price(0.15, 0.6));
    assertThat(settings.timeout()).isEqualTo(Duration.ofMillis(2500));
    assertThat(settings.retrying().policy().attempts()).isEqualTo(9);
    assertThat(settings.retrying().policy().firstBackOff()).isEqualTo(Duration.ofMillis(250));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://user:hunter2@host/v1",
        "http://host/v1?key=hunter2",
        "http:///hunter2",
        "http://ho st"
      })
  void anAddressThatIsNoneOrHoldsASecretIsRefusedWithoutRepeatingIt(String url) {
    assertThatThrownBy(() -> read("openai:m@" + url, Map.of(), Map.of()))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("base URL")
        .message()
        .doesNotContain("hunter2");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "many", "NaN", ""})
  void aSettingThatIsNoNumberInRangeIsNamed(String value) {
    assertThatThrownBy(() -> read("openai:m", Map.of("concurrency", value), Map.of()))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith("setting concurrency: must be a number of at least 1");
  }

  @Test
  void aModelWithoutANameIsRefused() {
    assertThatThrownBy(() -> read("openai:", Map.of(), Map.of()))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("name the model");
  }

  @Test
  void openAiItselfNeedsAKey() {
    assertThatThrownBy(() -> new OpenAiModels(Map.of()).open("openai:m", ModelOptions.DEFAULT))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("set OPENAI_API_KEY");
  }

  @Test
  void anUnknownModelNamesWhatCouldBeGiven() {
    assertThatThrownBy(() -> Models.open("no-such-model", ModelOptions.DEFAULT))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("openai:NAME[@BASE_URL]")
        .hasMessageContaining("ollama:NAME[@BASE_URL]");
  }

  @Test
  void optionsShowNoKey() {
    ModelOptions options =
        new ModelOptions("cpu", Optional.empty(), Map.of("apiKey", "sk-1", "baseUrl", "http://h"));
    assertThat(options.toString()).contains("http://h").doesNotContain("sk-1");
    assertThat(options.publicSettings()).containsOnlyKeys("baseUrl");
    assertThat(read("openai:m", Map.of("apiKey", "sk-1"), Map.of()).toString())
        .doesNotContain("sk-1");
  }

  private static RemoteSettings read(
      String name, Map<String, String> settings, Map<String, String> environment) {
    return RemoteSettings.read(
        OPENAI, name, new ModelOptions("cpu", Optional.empty(), settings), environment);
  }
}
