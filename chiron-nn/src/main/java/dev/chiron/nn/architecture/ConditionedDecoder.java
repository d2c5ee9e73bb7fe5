package dev.chiron.nn.architecture;

import dev.chiron.core.random.Seeds;
import dev.chiron.nn.intervention.Interventions;
import dev.chiron.nn.intervention.Site;
import dev.chiron.nn.weights.Parameters;
import dev.chiron.nn.weights.Weights;
import java.util.List;
import java.util.SequencedMap;
import org.bytedeco.pytorch.Tensor;

/** The decoder of an encoder-decoder with the sources that it answers to. */
record ConditionedDecoder(EncoderDecoder model, Encoded source) implements Architecture {
  @Override
  public ArchitectureConfig config() {
    return model.config();
  }

  @Override
  public SequencedMap<String, long[]> shapes() {
    return model.shapes();
  }

  @Override
  public SequencedMap<Site, String> linearSites() {
    return model.linearSites();
  }

  @Override
  public List<StoredTensor> stored() {
    return model.stored();
  }

  @Override
  public String baseModule() {
    return model.baseModule();
  }

  @Override
  public Parameters initialize(Seeds seeds) {
    return model.initialize(seeds);
  }

  @Override
  public boolean rowsAreAlike() {
    return false;
  }

  @Override
  public Tensor hidden(Weights weights, TokenInput input, Interventions interventions) {
    return model.decode(weights, input, source, interventions);
  }

  @Override
  public Tensor logits(Weights weights, Tensor hidden, Interventions interventions) {
    return model.logits(weights, hidden, interventions);
  }

  @Override
  public KeyValueCache cache(Weights weights, long batch, long capacity) {
    return model.cache(weights, batch, capacity);
  }
}
