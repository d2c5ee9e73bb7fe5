package dev.chiron.core.predictor;

/**
 * Something said on the way to an answer.
 *
 * @param speaker who said it, such as {@code conductor} or {@code Expert Chemist}
 * @param listener to whom
 */
public record Turn(String speaker, String listener, String text) {}
