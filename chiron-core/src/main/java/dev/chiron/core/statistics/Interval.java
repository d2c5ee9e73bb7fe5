package dev.chiron.core.statistics;

import com.fasterxml.jackson.annotation.JsonFormat;

/** A confidence interval; in JSON the array {@code [low, high]}. */
@JsonFormat(shape = JsonFormat.Shape.ARRAY)
public record Interval(double low, double high) {
  public double width() {
    return high - low;
  }

  public boolean contains(double value) {
    return low <= value && value <= high;
  }
}
