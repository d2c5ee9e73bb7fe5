package dev.chiron.prompting.metaprompting;

/**
 * A question of the conductor to an expert.
 *
 * @param name such as {@code Expert Chemist}
 * @param instruction what stands between the triple quotes
 */
public record ExpertCall(String name, String instruction) {}
