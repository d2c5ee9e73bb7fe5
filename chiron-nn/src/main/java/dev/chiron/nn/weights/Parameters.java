package dev.chiron.nn.weights;

import dev.chiron.nn.tensor.Scope;
import dev.chiron.nn.tensor.Tensors;
import dev.chiron.nn.tensor.Torch;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.SequencedSet;
import java.util.function.Predicate;
import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.Tensor;

/**
 * Weights that own their tensors, in order, and say which are trained.
 *
 * <p>The tensors are leaves of the gradient graph. They live until {@link #close}, whatever scope
 * was open when they came in.
 */
public final class Parameters implements Weights, AutoCloseable {
  private final SequencedMap<String, Tensor> tensors = new LinkedHashMap<>();

  private Parameters() {}

  /** Takes over tensors that the caller made: they are freed with the parameters. */
  public static Parameters owning(Map<String, Tensor> tensors) {
    Parameters parameters = new Parameters();
    tensors.forEach((name, tensor) -> parameters.tensors.put(name, Scope.own(tensor)));
    return parameters;
  }

  /** Copies of the tensors of a view, untrained. */
  public static Parameters copyOf(Weights weights) {
    LinkedHashMap<String, Tensor> copies = new LinkedHashMap<>();
    for (String name : weights.names()) {
      copies.put(name, weights.get(name).detach().clone());
    }
    return owning(copies);
  }

  @Override
  public Tensor get(String name) {
    Tensor tensor = tensors.get(name);
    if (tensor == null) {
      throw new IllegalArgumentException("there is no parameter named '" + name + "'");
    }
    return tensor;
  }

  @Override
  public SequencedSet<String> names() {
    return Collections.unmodifiableSequencedSet(tensors.sequencedKeySet());
  }

  @Override
  public boolean has(String name) {
    return tensors.containsKey(name);
  }

  /** Trains the tensors whose names are chosen and no others. */
  public Parameters train(Predicate<String> chosen) {
    tensors.forEach((name, tensor) -> tensor.set_requires_grad(chosen.test(name)));
    return this;
  }

  /** Trains all tensors. */
  public Parameters trainAll() {
    return train(name -> true);
  }

  /** Trains none: the state at the start. */
  public Parameters freeze() {
    return train(name -> false);
  }

  public boolean isTrained(String name) {
    return get(name).requires_grad();
  }

  /** The trained tensors by name, in order. */
  public SequencedMap<String, Tensor> trained() {
    LinkedHashMap<String, Tensor> trained = new LinkedHashMap<>();
    tensors.forEach(
        (name, tensor) -> {
          if (tensor.requires_grad()) {
            trained.put(name, tensor);
          }
        });
    return trained;
  }

  /** How many numbers there are in all tensors. */
  public long count() {
    return tensors.values().stream().mapToLong(Tensor::numel).sum();
  }

  /**
   * Copies the values of a view into these tensors.
   *
   * @throws IllegalArgumentException if a name is missing or a shape differs
   */
  public void load(Weights source) {
    try (Scope _ = Scope.open();
        var _ = Torch.noGradient()) {
      tensors.forEach(
          (name, tensor) -> {
            Tensor value = source.get(name);
            if (!Arrays.equals(Tensors.shape(tensor), Tensors.shape(value))) {
              throw new IllegalArgumentException(
                  "'%s' has shape %s here and %s there"
                      .formatted(
                          name,
                          Arrays.toString(Tensors.shape(tensor)),
                          Arrays.toString(Tensors.shape(value))));
            }
            tensor.copy_(value);
          });
    }
  }

  /** Copies on a device, with the same tensors trained. */
  public Parameters to(Device device) {
    LinkedHashMap<String, Tensor> moved = new LinkedHashMap<>();
    tensors.forEach((name, tensor) -> moved.put(name, Tensors.to(tensor.detach(), device).clone()));
    return owning(moved).train(this::isTrained);
  }

  @Override
  public void close() {
    tensors.values().forEach(Tensor::close);
    tensors.clear();
  }
}
