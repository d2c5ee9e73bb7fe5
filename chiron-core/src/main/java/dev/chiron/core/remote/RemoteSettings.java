package dev.chiron.core.remote;

import dev.chiron.core.error.InputException;
import dev.chiron.core.model.Capability;
import dev.chiron.core.model.ModelInfo;
import dev.chiron.core.model.ModelOptions;
import dev.chiron.core.model.Price;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a remote model is opened with: its name taken apart, and the settings checked.
 *
 * @param secret the API key; empty for none
 */
record RemoteSettings(
    ModelInfo info, Endpoint endpoint, String secret, Duration timeout, Retrying retrying) {
  /** A chat service's own default is often ten minutes; an answer here is short. */
  private static final double TIMEOUT_SECONDS = 60;

  private static final int CONCURRENCY = 8;

  /**
   * Where a provider is and where its settings come from.
   *
   * @param id the part of a name before the colon
   * @param home where the service is when nothing says otherwise
   * @param keyVariable the environment variable with its API key; empty for none
   * @param urlVariable the environment variable with its base URL
   */
  record Provider(String id, String home, String keyVariable, String urlVariable) {}

  static RemoteSettings read(
      Provider provider, String name, ModelOptions options, Map<String, String> environment) {
    String rest = name.substring(provider.id().length() + 1);
    int at = Math.max(rest.lastIndexOf("@http://"), rest.lastIndexOf("@https://"));
    String model = at < 0 ? rest : rest.substring(0, at);
    if (model.isBlank()) {
      throw new InputException(
          "model '" + provider.id() + ":': name the model, such as " + provider.id() + ":NAME");
    }
    Optional<String> inEnvironment = variable(environment, provider.urlVariable());
    Optional<String> inSettings = options.setting("baseUrl");
    String named = at < 0 ? "" : rest.substring(at + 1);
    String url =
        checked(
            !named.isEmpty() ? named : inSettings.orElse(inEnvironment.orElse(provider.home())));
    // The key in the environment goes where the user's own settings point, never to an address that
    // came along in a model's name: a name may come from a saved predictor that others made.
    boolean trusted = named.isEmpty() || url.equals(checked(inEnvironment.orElse(provider.home())));
    Endpoint endpoint = new Endpoint(provider.id(), url, model);
    String fullName = provider.id() + ":" + model + (url.equals(provider.home()) ? "" : "@" + url);
    int concurrency = (int) number(options, "concurrency", CONCURRENCY, 1);
    ModelInfo info =
        new ModelInfo(
            fullName,
            (int) number(options, "contextLength", 0, 0),
            concurrency,
            Set.of(Capability.CHAT),
            new Price(
                number(options, "price.prompt", 0, 0), number(options, "price.completion", 0, 0)));
    return new RemoteSettings(
        info,
        endpoint,
        key(provider, options, environment, trusted),
        seconds(number(options, "timeoutSeconds", TIMEOUT_SECONDS, 0.001)),
        retrying(options));
  }

  private static Retrying retrying(ModelOptions options) {
    RetryPolicy standard = RetryPolicy.DEFAULT;
    RetryPolicy policy =
        standard.with(
            (int) number(options, "attempts", standard.attempts(), 1),
            seconds(
                number(options, "backOffSeconds", standard.firstBackOff().toMillis() / 1e3, 0)));
    Retrying usual = Retrying.DEFAULT;
    return new Retrying(policy, usual.seeds(), usual.sleeper(), usual.clock());
  }

  private static String key(
      Provider provider, ModelOptions options, Map<String, String> environment, boolean trusted) {
    Optional<String> given = options.setting(ModelOptions.API_KEY);
    Optional<String> variable = options.setting("apiKeyEnv");
    if (given.isPresent()) {
      return given.get().strip();
    }
    if (variable.isPresent()) {
      return variable(environment, variable.get())
          .orElseThrow(
              () ->
                  new InputException(
                      "setting apiKeyEnv: the environment has no variable " + variable.get()));
    }
    return trusted ? variable(environment, provider.keyVariable()).orElse("") : "";
  }

  private static Optional<String> variable(Map<String, String> environment, String name) {
    return Optional.ofNullable(environment.get(name)).map(String::strip).filter(v -> !v.isEmpty());
  }

  /** An address without a slash at its end. */
  private static String checked(String url) {
    String text = url.replaceAll("/+$", "");
    try {
      URI uri = new URI(text);
      boolean web = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
      if (web && uri.getHost() != null && uri.getUserInfo() == null && uri.getQuery() == null) {
        return text;
      }
    } catch (URISyntaxException e) {
      // Falls through to the message that serves every mistake.
    }
    // The text is not repeated: it may hold a password.
    throw new InputException(
        "a model's base URL must be like http://host:port/v1, without user, password or query"
            + " (a key goes into the environment or the setting apiKeyEnv)");
  }

  private static double number(ModelOptions options, String key, double standard, double least) {
    Optional<String> text = options.setting(key);
    if (text.isEmpty()) {
      return standard;
    }
    try {
      double value = Double.parseDouble(text.get().strip());
      if (value >= least && value < Integer.MAX_VALUE) {
        return value;
      }
    } catch (NumberFormatException e) {
      // Falls through to the message that serves both mistakes.
    }
    throw new InputException(
        "setting "
            + key
            + ": must be a number of at least "
            + least
            + ", not '"
            + text.get()
            + "'");
  }

  private static Duration seconds(double seconds) {
    return Duration.ofNanos((long) (seconds * 1e9));
  }

  /** Without the API key. */
  @Override
  public String toString() {
    return "RemoteSettings[" + info.name() + "]";
  }
}
