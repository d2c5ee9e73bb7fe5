package dev.chiron.app;

import dev.chiron.core.method.Measurement;
import dev.chiron.core.method.Reproduction;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** A claim that is quickly measured: of a hundred tosses, about half are heads. */
public final class CoinReproduction implements Reproduction {
  static final String ID = "coin";

  @Override
  public String id() {
    return ID;
  }

  @Override
  public String paper() {
    return CoinMethod.CARD.paper();
  }

  @Override
  public String claim() {
    return "A coin is fair.";
  }

  @Override
  public String criterion() {
    return "Every seed's share of heads is from 0.3 to 0.7.";
  }

  @Override
  public List<Long> seeds(Profile profile) {
    return profile == Profile.QUICK ? List.of(0L, 1L) : List.of(0L, 1L, 2L, 3L);
  }

  @Override
  public Measurement measure(Context context) {
    var random = context.seeds().generator("tosses");
    double heads = IntStream.range(0, 100).filter(i -> random.nextBoolean()).count() / 100.0;
    return new Measurement(Map.of("heads", 0.5), Map.of("heads", heads));
  }

  @Override
  public boolean holds(List<Measurement> measurements) {
    return measurements.stream()
        .mapToDouble(each -> each.measured().getOrDefault("heads", 0.0))
        .allMatch(heads -> heads >= 0.3 && heads <= 0.7);
  }
}
