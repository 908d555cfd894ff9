package fovea.testing;

import static fovea.testing.Case.of;
import static fovea.testing.Operands.x;

import fovea.tensor.Concat;
import fovea.tensor.Expand;
import fovea.tensor.Pad;
import fovea.tensor.Permute;
import fovea.tensor.Recompute;
import fovea.tensor.Reshape;
import fovea.tensor.Shape;
import fovea.tensor.Slice;
import fovea.tensor.Split;
import fovea.tensor.StopGradient;
import java.util.List;

/** What moves elements without changing them. */
final class MovementCases {
    private MovementCases() {}

    static List<Case> movement() {
        return List.of(
                of("reshape", new Reshape(Shape.of(4, 3)), x(2, 6)),
                of("reshape of nothing", new Reshape(Shape.of(0)), x(2, 0)),
                of("reshape to a scalar", new Reshape(Shape.SCALAR), x(1, 1)),
                of("permute", new Permute(Shape.of(2, 0, 1)), x(2, 3, 4)),
                of("stopGradient", new StopGradient(), x(2, 3)).withoutGradient(),
                of("recompute", new Recompute(), x(2, 3)),
                of("expand", new Expand(Shape.of(3, 2, 4)), x(1, 2, 1)).sums(12),
                of("expand to nothing", new Expand(Shape.of(0, 2)), x(1, 2)),
                of("slice", new Slice(Shape.of(1, 0), Shape.of(2, 3), Shape.of(1, 1)), x(4, 3)),
                of("slice with steps", new Slice(Shape.of(1, 1), Shape.of(2, 3), Shape.of(2, 3)), x(4, 9)),
                of("slice of nothing", new Slice(Shape.of(1, 0), Shape.of(0, 3), Shape.of(1, 1)), x(4, 3)),
                of("split", new Split(1, Shape.of(1, 0, 3)), x(2, 4)),
                of("split along the first axis", new Split(0, Shape.of(2, 1)), x(3, 2)),
                of("split an image", new Split(1, Shape.of(1, 2)), x(2, 3, 2, 2)),
                of("split nothing", new Split(0, Shape.of(0, 0)), x(0, 2)),
                of("concat", new Concat(1), x(2, 3), x(2, 0), x(2, 2)),
                of("concat in front", new Concat(0), x(2, 2, 2), x(1, 2, 2)),
                of("concat one", new Concat(0), x(3)),
                of("pad", new Pad(Shape.of(1, 0), Shape.of(0, 2), Shape.of(0, 0)), x(2, 3)),
                of("pad between", new Pad(Shape.of(0, 1), Shape.of(0, 0), Shape.of(1, 2)), x(3, 2)),
                of(
                        "pad an image",
                        new Pad(Shape.of(0, 0, 1, 1), Shape.of(0, 0, 1, 2), Shape.of(0, 0, 0, 0)),
                        x(1, 2, 2, 3)),
                of("pad nothing", new Pad(Shape.of(2), Shape.of(1), Shape.of(1)), x(0)));
    }
}
