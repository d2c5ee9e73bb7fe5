package dev.chiron.nn.gguf;

import java.util.List;

/** What a key of a GGUF file's metadata holds. */
public sealed interface GgufValue {
  /**
   * A whole number of one of eight types.
   *
   * @param value an unsigned number of 64 bits beyond the largest long is negative
   */
  record Whole(GgufValueType type, long value) implements GgufValue {}

  /** A floating-point number of 32 or 64 bits. */
  record Real(GgufValueType type, double value) implements GgufValue {}

  /** True or false. */
  record Truth(boolean value) implements GgufValue {
    @Override
    public GgufValueType type() {
      return GgufValueType.BOOL;
    }
  }

  /** UTF-8. */
  record Text(String value) implements GgufValue {
    @Override
    public GgufValueType type() {
      return GgufValueType.STRING;
    }
  }

  /** Values of one type. */
  record Sequence(GgufValueType elements, List<GgufValue> values) implements GgufValue {
    public Sequence {
      values = List.copyOf(values);
    }

    @Override
    public GgufValueType type() {
      return GgufValueType.ARRAY;
    }
  }

  GgufValueType type();

  /** An unsigned number of 32 bits. */
  static GgufValue count(int value) {
    return new Whole(GgufValueType.UINT32, value);
  }

  /** A floating-point number of 32 bits. */
  static GgufValue real(double value) {
    return new Real(GgufValueType.FLOAT32, value);
  }

  static GgufValue truth(boolean value) {
    return new Truth(value);
  }

  static GgufValue text(String value) {
    return new Text(value);
  }

  static GgufValue texts(List<String> values) {
    return new Sequence(GgufValueType.STRING, values.stream().<GgufValue>map(Text::new).toList());
  }

  /** Signed numbers of 32 bits. */
  static GgufValue integers(List<Integer> values) {
    return new Sequence(
        GgufValueType.INT32,
        values.stream().<GgufValue>map(each -> new Whole(GgufValueType.INT32, each)).toList());
  }
}
