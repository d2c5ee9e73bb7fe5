package dev.chiron.bench.speed;

/**
 * What came of a contestant.
 *
 * @param tokensPerSecond the median over the rounds
 * @param secondsPerStep likewise
 * @param cpuSecondsPerStep likewise, of all threads
 * @param ratio how many times as fast as this one the first contestant is, in tokens: the median of
 *     the rounds' ratios
 * @param lowest of the rounds' ratios
 * @param highest of the rounds' ratios
 * @param cpuRatio likewise of the processor's time: how many times as much this one needs; 0 where
 *     the turns are too short to tell
 */
public record Standing(
    String name,
    double tokensPerSecond,
    double secondsPerStep,
    double cpuSecondsPerStep,
    double ratio,
    double lowest,
    double highest,
    double cpuRatio) {}
