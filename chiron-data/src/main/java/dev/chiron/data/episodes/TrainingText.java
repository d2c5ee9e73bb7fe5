package dev.chiron.data.episodes;

import java.util.List;
import java.util.stream.Collectors;

/** One training sequence before tokenisation: segments with and without loss. */
public record TrainingText(List<Segment> segments) {
  public TrainingText {
    segments = List.copyOf(segments);
  }

  public static TrainingText learned(String text) {
    return new TrainingText(List.of(new Segment(text, true)));
  }

  public String text() {
    return segments.stream().map(Segment::text).collect(Collectors.joining());
  }
}
