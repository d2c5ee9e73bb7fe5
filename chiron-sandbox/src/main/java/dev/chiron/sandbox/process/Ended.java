package dev.chiron.sandbox.process;

import java.time.Duration;

/**
 * A process that has ended, with what it was ended by.
 *
 * @param exitCode 128 and the signal's number after a signal; -1 if it was killed from outside
 * @param late whether the wall clock ran out
 * @param talkative whether it wrote more than is kept
 * @param cpu processor time of the program and its ended children
 */
record Ended(
    int exitCode,
    boolean late,
    boolean talkative,
    Duration cpu,
    String stdout,
    String stderr,
    Duration wall) {}
