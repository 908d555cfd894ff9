package fovea.classic.filter;

import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * Eight filters of 3 × 3 that answer to edges, one every 45 degrees: what a first convolutional layer is shown to be like before anything
 * is learned (Howard 2016, "convolution-intro", <a
 * href="https://github.com/fastai/courses/blob/master/deeplearning1/nbs/convolution-intro.ipynb">fastai/courses</a>).
 *
 * <pre>
 *  top    −1 −1 −1      diagonal   −1 −1  1
 *          1  1  1                 −1  1  0
 *          0  0  0                  1  0  0 </pre>
 */
public final class EdgeFilters {
    private static final Shape SQUARE = Shape.of(3, 3);

    private EdgeFilters() {}

    /** The upper edge of something bright, {@code [3, 3]}. */
    public static Tensor top() {
        return Tensor.of(SQUARE, -1f, -1, -1, 1, 1, 1, 0, 0, 0);
    }

    /** The upper left edge of something bright, {@code [3, 3]}. */
    public static Tensor diagonal() {
        return Tensor.of(SQUARE, -1f, -1, 1, -1, 1, 0, 1, 0, 0);
    }

    /** Both, each turned by 0, 1, 2 and 3 quarters against the clock, as weights of a convolution {@code [8, 1, 3, 3]}. */
    public static Tensor all() {
        List<Tensor> turned = new ArrayList<>();
        for (Tensor filter : List.of(top(), diagonal())) {
            for (int quarters = 0; quarters < 4; quarters++) {
                turned.add(filter.rot90(quarters, 0, 1));
            }
        }
        return Tensor.stack(0, turned).unsqueeze(1);
    }
}
