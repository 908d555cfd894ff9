package fovea.nn.summary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fovea.tensor.ShapeException;
import fovea.tensor.Window;
import org.junit.jupiter.api.Test;

class OutputSizeTest {

    /** CS231n, lecture on convolutional networks: 7 wide, filter 3, strides 1, 2 and 3. */
    @Test
    void theLecturesExamplesComeOut() {
        OutputSize seven = OutputSize.of(7, 3);
        assertThat(seven.positions()).isEqualTo(5);
        assertThat(seven.withStride(2).positions()).isEqualTo(3);
        assertThatThrownBy(seven.withStride(3)::positions)
                .isInstanceOf(ShapeException.class)
                .hasMessageContaining("7 wide, filter 3, stride 3: (7 − 3)/3 + 1 = 2.33 positions: not whole")
                .hasMessageContaining("padding 1 gives (7 − 3 + 2·1)/3 + 1 = 3")
                .hasMessageContaining("stride 2 gives (7 − 3)/2 + 1 = 3");
        assertThat(seven.withSamePadding().positions()).isEqualTo(7);
        assertThat(OutputSize.of(32, 5).withPadding(2).positions()).isEqualTo(32);
        assertThat(OutputSize.of(227, 11).withStride(4).positions()).isEqualTo(55);
    }

    /** The notes on AlexNet: 224 would not be whole; the paper must have meant 227. */
    @Test
    void alexNetsPicturesCannotHaveBeen224PixelsWide() {
        assertThatThrownBy(OutputSize.of(224, 11).withStride(4)::positions)
                .hasMessageContaining("= 54.25 positions: not whole");
    }

    @Test
    void wholeSizesAreThoseOfWindows() {
        for (int width = 3; width < 12; width++) {
            for (int stride = 1; stride < 4; stride++) {
                OutputSize size = new OutputSize(width, 3, stride, 1);
                int places = Window.of(3).withStride(stride).withPadding(1).places("test", 0, width);
                if (size.isWhole()) {
                    assertThat(size.positions()).isEqualTo(places);
                } else {
                    assertThatThrownBy(size::positions).hasMessageContaining("not whole");
                }
            }
        }
    }

    @Test
    void whatDoesNotFitIsRefused() {
        assertThatThrownBy(OutputSize.of(3, 6)::positions)
                .hasMessageContaining("a filter of 6 does not fit a side of 3 padded by 0")
                .hasMessageContaining("pad by 2");
        assertThatThrownBy(() -> OutputSize.of(3, 0)).hasMessageContaining("filter 0");
    }
}
