package fovea.device;

import fovea.tensor.Alias;
import fovea.tensor.Expand;
import fovea.tensor.Op;
import fovea.tensor.Permute;
import fovea.tensor.Reshape;
import fovea.tensor.Shape;
import fovea.tensor.Slice;
import fovea.tensor.Split;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Ops that need no kernel: their output is another look at the same memory. */
public final class Views {
    private Views() {}

    /**
     * Where the output lies.
     *
     * @param offset elements from the input's first to the output's first
     */
    public record View(long offset, Layout.Strided layout) {}

    /** Whether {@code op} can be a view of an input with strides. */
    public static boolean isView(Op op) {
        return op instanceof Reshape
                || op instanceof Permute
                || op instanceof Expand
                || op instanceof Slice
                || op instanceof Split
                || op instanceof Alias;
    }

    /** The views that a split makes of an input with strides, one a part. */
    public static List<View> of(Split split, Shape x, Layout.Strided layout) {
        List<View> parts = new ArrayList<>();
        long offset = 0;
        for (int i = 0; i < split.sizes().rank(); i++) {
            int size = split.sizes().size(i);
            long[] strides = new long[x.rank()];
            for (int axis = 0; axis < strides.length; axis++) {
                strides[axis] = layout.stride(axis);
            }
            Shape part = x.with(split.axis(), size);
            parts.add(new View(part.elements() == 0 ? 0 : offset, Layout.of(part, strides)));
            offset += layout.stride(split.axis()) * size;
        }
        return parts;
    }

    /** The view that {@code op} makes of an input, or nothing where elements must move. */
    public static Optional<View> of(Op op, Shape x, Layout layout) {
        if (!(layout instanceof Layout.Strided from)) {
            return Optional.empty();
        }
        return switch (op) {
            case Reshape(Shape to) -> reshape(x, from, to).map(l -> new View(0, l));
            case Permute(Shape order) -> Optional.of(new View(0, permute(x, from, order)));
            case Expand(Shape to) -> Optional.of(new View(0, expand(x, from, to)));
            case Slice(Shape start, Shape size, Shape step) -> Optional.of(slice(from, start, size, step));
            case Alias _ -> Optional.of(new View(0, from));
            default -> Optional.empty();
        };
    }

    private static Layout.Strided permute(Shape x, Layout.Strided from, Shape order) {
        long[] strides = new long[x.rank()];
        int[] sizes = new int[x.rank()];
        for (int i = 0; i < strides.length; i++) {
            strides[i] = from.stride(order.size(i));
            sizes[i] = x.size(order.size(i));
        }
        return Layout.of(Shape.of(sizes), strides);
    }

    private static Layout.Strided expand(Shape x, Layout.Strided from, Shape to) {
        long[] strides = new long[x.rank()];
        for (int i = 0; i < strides.length; i++) {
            strides[i] = x.size(i) == to.size(i) ? from.stride(i) : 0;
        }
        return Layout.of(to, strides);
    }

    private static View slice(Layout.Strided from, Shape start, Shape size, Shape step) {
        long[] strides = new long[size.rank()];
        long offset = 0;
        for (int i = 0; i < strides.length; i++) {
            strides[i] = from.stride(i) * step.size(i);
            offset += from.stride(i) * start.size(i);
        }
        return new View(size.elements() == 0 ? 0 : offset, Layout.of(size, strides));
    }

    /**
     * Cuts both shapes into runs of axes with equal products; each run of x must be evenly spaced to be cut anew. Axes of size 1 belong
     * to no run.
     */
    private static Optional<Layout.Strided> reshape(Shape x, Layout.Strided from, Shape to) {
        if (x.elements() == 0) {
            return Optional.of(Layout.rowMajor(to));
        }
        long[] strides = new long[to.rank()];
        int i = x.rank() - 1;
        int j = to.rank() - 1;
        while (i >= 0 || j >= 0) {
            if (i >= 0 && x.size(i) == 1) {
                i--;
            } else if (j >= 0 && to.size(j) == 1) {
                j--;
            } else {
                long stride = from.stride(i);
                long have = x.size(i);
                long want = to.size(j);
                strides[j] = stride;
                while (have != want) {
                    if (have < want) {
                        i--;
                        if (x.size(i) != 1 && from.stride(i) != stride * have) {
                            return Optional.empty();
                        }
                        have *= x.size(i);
                    } else {
                        j--;
                        strides[j] = stride * want;
                        want *= to.size(j);
                    }
                }
                i--;
                j--;
            }
        }
        return Optional.of(Layout.of(to, strides));
    }
}
