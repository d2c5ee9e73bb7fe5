package dev.chiron.nn.training;

import java.util.OptionalDouble;

/**
 * What came of a training; the weights are in the parameters.
 *
 * @param steps done
 * @param examples seen, repetitions included
 * @param trainingLoss of the last step
 * @param validationLoss the best; empty without validation
 * @param bestStep after how many steps the parameters stood as they stand now
 * @param seconds of training, those before an interruption included
 */
public record TrainingResult(
    long steps,
    long examples,
    double trainingLoss,
    OptionalDouble validationLoss,
    long bestStep,
    StopReason reason,
    double seconds) {}
