package dev.chiron.init.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.chiron.core.error.InputException;
import java.util.List;
import org.junit.jupiter.api.Test;

class LayerMapTest {
  @Test
  void connectionRatesAreThePapers() {
    assertThat(LayerMap.stack(8, 3).connectionRate()).isEqualTo(21 / 23.0);
    assertThat(LayerMap.interpolate(8, 3).connectionRate()).isEqualTo(7 / 23.0);
    assertThat(LayerMap.stack(6, 4).connectionRate()).isEqualTo(20 / 23.0);
    assertThat(LayerMap.parse("0-1,2-5x5,4-5").connectionRate()).isCloseTo(18 / 23.0, within(1e-9));
    assertThat(LayerMap.parse("0-1,2-5x5,4-5").size()).isEqualTo(24);
  }

  @Test
  void aPartialStackIsReadAsWritten() {
    assertThat(LayerMap.parse("0,1-3x2,4").sources()).containsExactly(0, 1, 2, 3, 1, 2, 3, 4);
    assertThat(LayerMap.stack(2, 2).sources()).containsExactly(0, 1, 0, 1);
    assertThat(LayerMap.interpolate(2, 2).sources()).containsExactly(0, 0, 1, 1);
    assertThat(LayerMap.repeated(List.of(2, 1)).sources()).containsExactly(0, 0, 1);
  }

  @Test
  void whatCannotBeReadIsNamed() {
    assertThatThrownBy(() -> LayerMap.parse("0,one"))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("'one'");
    assertThatThrownBy(() -> LayerMap.parse("3-1")).isInstanceOf(InputException.class);
  }

  @Test
  void theLayerIsTheFirstNumberOfAName() {
    assertThat(LayerNames.layer("model.layers.12.mlp.up_proj.weight")).hasValue(12);
    assertThat(LayerNames.at("encoder.block.0.layer.1.DenseReluDense.wo.weight", 3))
        .isEqualTo("encoder.block.3.layer.1.DenseReluDense.wo.weight");
    assertThat(LayerNames.layer("model.embed_tokens.weight")).isEmpty();
  }
}
