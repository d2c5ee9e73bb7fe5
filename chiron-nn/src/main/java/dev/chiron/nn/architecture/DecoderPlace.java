package dev.chiron.nn.architecture;

import java.util.Optional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * Where the tokens of a pass stand.
 *
 * @param first the position of the first column, if they count on from it
 * @param count how many columns there are
 * @param given int64 [batch, time], if they do not
 */
record DecoderPlace(long first, long count, Optional<Tensor> given) {
  static DecoderPlace consecutive(long first, long count) {
    return new DecoderPlace(first, count, Optional.empty());
  }

  /** The place of tokens behind some virtual ones. */
  static DecoderPlace of(TokenInput input, int virtual) {
    return new DecoderPlace(
        virtual + input.past(),
        input.time(),
        input.positions().map(each -> virtual == 0 ? each : each.add(new Scalar(virtual))));
  }

  RotaryTable.Rotation rotation(RotaryTable table, Tensor like) {
    return given
        .map(positions -> table.at(positions, like))
        .orElseGet(() -> table.consecutive(first, count, like));
  }
}
