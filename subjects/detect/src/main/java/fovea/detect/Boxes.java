package fovea.detect;

import fovea.tensor.Concat;
import fovea.tensor.DType;
import fovea.tensor.Shape;
import fovea.tensor.ShapeException;
import fovea.tensor.Tensor;
import java.util.Arrays;
import java.util.stream.IntStream;

/** Boxes {@code [..., 4]} of left, top, right and bottom, in pixels: sizes, clipping, choosing. */
public final class Boxes {
    private Boxes() {}

    /** Width times height, {@code [..., 4]} → {@code [...]}; negative where one of them is. */
    public static Tensor area(Tensor boxes) {
        check("boxArea", boxes);
        return width(boxes).mul(height(boxes));
    }

    /** Boxes moved inside an image: across between 0 and {@code width}, down between 0 and {@code height}. */
    public static Tensor clip(Tensor boxes, int height, int width) {
        check("clipBoxes", boxes);
        Concat join = new Concat(boxes.shape().rank() - 1);
        Tensor[] sides = new Tensor[4];
        for (int i = 0; i < 4; i++) {
            sides[i] = boxes.slice(-1, i, i + 1, 1).clamp(0, i % 2 == 0 ? width : height);
        }
        return join.apply(sides);
    }

    /** The places of the boxes {@code [N, 4]} that are at least {@code size} wide and high, {@code i32 [K]}; read on the host. */
    public static Tensor notSmallerThan(Tensor boxes, double size) {
        checkList("boxes not smaller than", boxes);
        double[] at = numbers(boxes);
        int[] kept = IntStream.range(0, boxes.shape().size(0))
                .filter(i -> at[4 * i + 2] - at[4 * i] >= size && at[4 * i + 3] - at[4 * i + 1] >= size)
                .toArray();
        return Tensor.of(Shape.of(kept.length), kept);
    }

    /**
     * The smallest boxes around what is not 0 in masks, from the first to the last pixel: {@code [N, H, W]} → {@code f32 [N, 4]}. A mask
     * without such a pixel gives {@code [W − 1, H − 1, 0, 0]}, which is no box.
     */
    public static Tensor ofMasks(Tensor masks) {
        Shape shape = masks.shape();
        if (shape.rank() != 3 || shape.size(1) == 0 || shape.size(2) == 0) {
            throw new ShapeException(
                    "boxes of masks", "the masks are " + masks.spec(), "they must be [N, H, W] with pixels");
        }
        Tensor set = (masks.dtype() == DType.BOOL ? masks : masks.ne(0)).cast(DType.F32);
        Tensor columns = set.max(1);
        Tensor rows = set.max(2);
        Concat join = new Concat(1);
        return join.apply(first(columns), first(rows), last(columns), last(rows));
    }

    /** The last place that is 1 in each row, {@code [N, n]} → {@code [N, 1]}; 0 where there is none. */
    private static Tensor last(Tensor set) {
        int n = set.shape().size(1);
        return set.mul(counted(n, 0, 1)).max(1).reshape(Shape.of(set.shape().size(0), 1));
    }

    private static Tensor first(Tensor set) {
        int n = set.shape().size(1);
        return set.mul(counted(n, n - 1, -1))
                .max(1)
                .reshape(Shape.of(set.shape().size(0), 1))
                .neg()
                .add(n - 1);
    }

    private static Tensor counted(int n, int from, int step) {
        float[] values = new float[n];
        for (int i = 0; i < n; i++) {
            values[i] = from + i * step;
        }
        return Tensor.of(values);
    }

    static Tensor width(Tensor boxes) {
        return side(boxes, 2).sub(side(boxes, 0));
    }

    static Tensor height(Tensor boxes) {
        return side(boxes, 3).sub(side(boxes, 1));
    }

    /** One of the four numbers, {@code [..., 4]} → {@code [...]}. */
    static Tensor side(Tensor boxes, int i) {
        int[] sizes = boxes.shape().toArray();
        return boxes.slice(-1, i, i + 1, 1).reshape(Shape.of(Arrays.copyOf(sizes, sizes.length - 1)));
    }

    /** The elements on the host, in double precision whatever their type. */
    static double[] numbers(Tensor x) {
        return x.cast(DType.F64).toDoubles();
    }

    static void check(String operation, Tensor boxes) {
        Shape shape = boxes.shape();
        if (shape.rank() < 1 || shape.size(-1) != 4 || !boxes.dtype().isFloating()) {
            throw new ShapeException(
                    operation,
                    "the boxes are " + boxes.spec(),
                    "they must be [..., 4] of floating-point numbers: left, top, right, bottom");
        }
    }

    static void checkList(String operation, Tensor boxes) {
        check(operation, boxes);
        if (boxes.shape().rank() != 2) {
            throw new ShapeException(operation, "the boxes are " + boxes.spec(), "they must be [N, 4]");
        }
    }
}
