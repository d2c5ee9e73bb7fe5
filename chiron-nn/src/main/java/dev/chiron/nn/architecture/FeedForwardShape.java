package dev.chiron.nn.architecture;

/**
 * The size and choices of a feed-forward block.
 *
 * @param width between the projections
 * @param activation the non-linearity
 * @param gated whether the non-linearity acts on a gate that multiplies a linear map (Shazeer,
 *     2020, arXiv:2002.05202), as in SwiGLU, or on the one projection
 * @param bias whether the projections have a bias
 */
public record FeedForwardShape(int width, Activation activation, boolean gated, boolean bias) {}
