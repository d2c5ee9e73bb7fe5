package dev.chiron.testkit.server;

/** A simple embedding: counts of hashed letter trigrams, so that similar texts lie close. */
final class Trigrams {
  private static final int SIZE = 32;

  private Trigrams() {}

  static float[] embed(String text) {
    float[] vector = new float[SIZE];
    String padded = " " + text + " ";
    for (int i = 0; i + 3 <= padded.length(); i++) {
      vector[Math.floorMod(padded.substring(i, i + 3).hashCode(), SIZE)]++;
    }
    return vector;
  }
}
