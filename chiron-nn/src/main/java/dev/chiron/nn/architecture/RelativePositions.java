package dev.chiron.nn.architecture;

/**
 * Positions by distance (Raffel et al., 2019, arXiv:1910.10683, section 2.1): the score of a query
 * and a key gets a number that depends on the head and on the bucket of their distance. Near
 * distances have a bucket each; farther ones share buckets whose sizes grow with the logarithm.
 *
 * @param buckets for the distances of both directions together
 * @param maxDistance from which on all distances share a bucket
 */
public record RelativePositions(int buckets, int maxDistance) {
  /** What Hugging Face's T5Config takes for fields that a file leaves out. */
  public static final RelativePositions T5 = new RelativePositions(32, 128);

  public RelativePositions {
    if (buckets < 4 || buckets % 4 != 0 || maxDistance <= buckets / 2) {
      throw new IllegalArgumentException(
          "%d buckets up to distance %d: take a multiple of 4 and a distance over half of it"
              .formatted(buckets, maxDistance));
    }
  }

  /**
   * The bucket of a distance.
   *
   * @param distance the key's position minus the query's
   * @param bidirectional whether keys after the query have buckets of their own, the upper half;
   *     otherwise they count as distance 0, and all buckets are for keys before it
   */
  public int bucket(int distance, boolean bidirectional) {
    int side = bidirectional ? buckets / 2 : buckets;
    int start = bidirectional && distance > 0 ? side : 0;
    int far = bidirectional ? Math.abs(distance) : Math.max(0, -distance);
    int exact = side / 2;
    if (far < exact) {
      return start + far;
    }
    // In single precision, as published models were trained: a boundary may fall otherwise.
    float share =
        (float) Math.log((float) far / exact) / (float) Math.log((double) maxDistance / exact);
    return start + Math.min(side - 1, exact + (int) (share * (side - exact)));
  }
}
