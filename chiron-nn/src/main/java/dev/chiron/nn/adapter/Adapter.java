package dev.chiron.nn.adapter;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.chiron.nn.architecture.Network;
import dev.chiron.nn.intervention.Intervention;
import dev.chiron.nn.weights.Parameters;
import dev.chiron.nn.weights.Weights;
import java.nio.file.Path;

/**
 * An intervention with trained parameters of its own beside a frozen model. Switched off, the model
 * is its own untuned reference.
 *
 * <p>It owns its parameters; {@link #close} frees them.
 */
public abstract class Adapter implements Intervention, AutoCloseable {
  private final Parameters parameters;
  private boolean enabled = true;
  private boolean training;

  /**
   * @param parameters closed with the adapter
   */
  protected Adapter(Parameters parameters) {
    this.parameters = parameters;
  }

  /** What is trained. */
  public final Parameters parameters() {
    return parameters;
  }

  /** Switches the adapter on, as at the start, or off: then the model is as it was without. */
  public final void enable(boolean on) {
    enabled = on;
  }

  public final boolean isEnabled() {
    return enabled;
  }

  /** Switches dropout on, or off, as at the start; it draws from libtorch's generator. */
  public final void training(boolean on) {
    training = on;
  }

  protected final boolean isTraining() {
    return training;
  }

  /** What {@code adapter_config.json} holds, but for the name of the base model. */
  protected abstract ObjectNode description();

  /** What {@code adapter_model.safetensors} holds; made in the caller's scope. */
  protected Weights stored() {
    return parameters;
  }

  /**
   * Writes a directory in PEFT's layout: {@code adapter_config.json} and {@code
   * adapter_model.safetensors}. PEFT reads those of {@link Lora}, {@link Ia3}, {@link PrefixTuning}
   * of all layers and {@link PromptTuning}; the other kinds it does not have and refuses.
   *
   * @param baseModel the name of the model that this was trained for
   */
  public final void save(Path directory, String baseModel) {
    AdapterFiles.write(directory, description().put("base_model_name_or_path", baseModel), this);
  }

  /**
   * Reads an adapter of any kind that {@link #save} or PEFT wrote, untrained.
   *
   * @throws dev.chiron.core.error.InputException if a file is missing, corrupt, for another
   *     architecture, or asks for what is not supported
   */
  public static Adapter load(Path directory, Network network) {
    AdapterFiles files = AdapterFiles.open(directory);
    return switch (files.type()) {
      case Lora.TYPE -> Lora.read(files, network);
      case Ia3.TYPE -> Ia3.read(files, network);
      case PrefixTuning.TYPE, PrefixTuning.DEEP_TYPE ->
          PrefixTuning.read(files, files.causal(network));
      case PromptTuning.TYPE, PromptTuning.ENCODED_TYPE ->
          PromptTuning.read(files, files.causal(network));
      case Bottleneck.TYPE -> Bottleneck.read(files, network);
      case BitFit.TYPE -> BitFit.read(files, network);
      case VisualPrompt.TYPE -> VisualPrompt.read(files);
      default -> throw files.wrong("peft_type", "'" + files.type() + "' is not supported");
    };
  }

  @Override
  public void close() {
    parameters.close();
  }
}
