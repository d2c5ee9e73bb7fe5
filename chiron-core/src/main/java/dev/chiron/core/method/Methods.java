package dev.chiron.core.method;

import dev.chiron.core.error.InputException;
import java.util.Comparator;
import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Stream;

/** The door to every method and every reproduction on the class path. */
public final class Methods {
  private Methods() {}

  /** The methods that turn a task and a model into a predictor, by id. */
  public static List<AdaptationMethod> adaptation() {
    return providers(AdaptationMethod.class)
        .sorted(Comparator.comparing(method -> method.card().id()))
        .toList();
  }

  /**
   * One adaptation method.
   *
   * @throws InputException if there is none with this id
   */
  public static AdaptationMethod adaptation(String id) {
    List<AdaptationMethod> all = adaptation();
    return all.stream()
        .filter(method -> method.card().id().equals(id))
        .findFirst()
        .orElseThrow(
            () ->
                new InputException(
                    "unknown method '"
                        + id
                        + "': give one of "
                        + all.stream().map(method -> method.card().id()).toList()));
  }

  /** The cards of all methods of every kind, by id. */
  public static List<MethodCard> cards() {
    return Stream.concat(providers(AdaptationMethod.class), providers(Method.class))
        .map(Method::card)
        .sorted(Comparator.comparing(MethodCard::id))
        .toList();
  }

  /** The reproductions, by id. */
  public static List<Reproduction> reproductions() {
    return providers(Reproduction.class).sorted(Comparator.comparing(Reproduction::id)).toList();
  }

  /**
   * One reproduction.
   *
   * @throws InputException if there is none with this id
   */
  public static Reproduction reproduction(String id) {
    List<Reproduction> all = reproductions();
    return all.stream()
        .filter(reproduction -> reproduction.id().equals(id))
        .findFirst()
        .orElseThrow(
            () ->
                new InputException(
                    "unknown reproduction '"
                        + id
                        + "': give all or one of "
                        + all.stream().map(Reproduction::id).toList()));
  }

  private static <T> Stream<T> providers(Class<T> service) {
    return ServiceLoader.load(service).stream().map(ServiceLoader.Provider::get);
  }
}
