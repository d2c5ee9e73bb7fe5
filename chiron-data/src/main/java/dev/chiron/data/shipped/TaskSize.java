package dev.chiron.data.shipped;

/** How many examples the parts of a task have. */
record TaskSize(int train, int dev, int test) {
  static final TaskSize USUAL = new TaskSize(240, 60, 200);
}
