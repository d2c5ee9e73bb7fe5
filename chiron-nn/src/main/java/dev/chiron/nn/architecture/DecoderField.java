package dev.chiron.nn.architecture;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.chiron.core.error.InputException;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.function.ToIntFunction;

/** A choice of a decoder as fields of its {@code config.json} state it. */
interface DecoderField {
  /** Takes the choice over if the file makes it. */
  void read(ConfigFields json, DecoderConfigBuilder builder);

  /** States the choice. */
  void write(DecoderConfig config, ObjectNode json);

  /** A size of at least 1; what stands otherwise is derived from other sizes. */
  static DecoderField size(
      String name,
      BiConsumer<DecoderConfigBuilder, Integer> set,
      ToIntFunction<DecoderConfig> get) {
    return field(
        (json, builder) -> {
          if (json.json().hasNonNull(name)) {
            set.accept(builder, json.positive(name));
          }
        },
        (config, json) -> json.put(name, get.applyAsInt(config)));
  }

  /** A number above 0. */
  static DecoderField positive(
      String name,
      BiConsumer<DecoderConfigBuilder, Double> set,
      ToDoubleFunction<DecoderConfig> get) {
    return field(
        (json, builder) -> {
          if (json.json().hasNonNull(name)) {
            double value = json.real(name, 0);
            if (!(value > 0)) {
              throw InputException.in(json.file(), name, "must be above 0, not " + value);
            }
            set.accept(builder, value);
          }
        },
        (config, json) -> json.put(name, get.applyAsDouble(config)));
  }

  static DecoderField bool(
      String name, BiConsumer<DecoderConfigBuilder, Boolean> set, Predicate<DecoderConfig> get) {
    return field(
        (json, builder) -> {
          if (json.json().hasNonNull(name)) {
            set.accept(builder, json.bool(name, false));
          }
        },
        (config, json) -> json.put(name, get.test(config)));
  }

  /** A switch that must stand as it does in every model of the family that is supported. */
  static DecoderField fixed(String name, boolean value) {
    return field(
        (json, _) -> {
          if (json.bool(name, value) != value) {
            throw InputException.in(
                json.file(), name, !value + " is not supported; " + value + " is");
          }
        },
        (_, json) -> json.put(name, value));
  }

  static DecoderField activation(String name) {
    return field(
        (json, builder) -> {
          JsonNode node = json.json().path(name);
          if (!node.isMissingNode() && !node.isNull()) {
            builder.activation(json.activation(name));
          }
        },
        (config, json) -> json.put(name, config.feedForward().activation().fileName()));
  }

  /** A field of its own way to be read and written. */
  static DecoderField field(
      BiConsumer<ConfigFields, DecoderConfigBuilder> read,
      BiConsumer<DecoderConfig, ObjectNode> write) {
    return new DecoderField() {
      @Override
      public void read(ConfigFields json, DecoderConfigBuilder builder) {
        read.accept(json, builder);
      }

      @Override
      public void write(DecoderConfig config, ObjectNode json) {
        write.accept(config, json);
      }
    };
  }
}
