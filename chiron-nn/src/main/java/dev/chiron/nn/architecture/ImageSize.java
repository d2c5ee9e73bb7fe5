package dev.chiron.nn.architecture;

/**
 * The images that a vision model takes, and how it cuts them.
 *
 * @param side height and width in pixels
 * @param patch height and width of a patch in pixels
 * @param channels such as 3 for red, green and blue
 */
public record ImageSize(int side, int patch, int channels) {
  /**
   * A size.
   *
   * @throws IllegalArgumentException if patches do not fill the image
   */
  public ImageSize {
    if (patch < 1 || channels < 1 || side < patch || side % patch != 0) {
      throw new IllegalArgumentException(
          "patches of %d pixels do not fill an image of %d".formatted(patch, side));
    }
  }

  int patches() {
    return side / patch * (side / patch);
  }
}
