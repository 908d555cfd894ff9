package fovea.onednn;

import fovea.device.Layout;
import fovea.device.Operand;
import fovea.tensor.DType;
import fovea.tensor.Shape;
import fovea.tensor.Spec;
import java.util.Arrays;

/** Layouts to and from oneDNN's memory descriptors. */
final class Descs {
    private Descs() {}

    static MemoryDesc of(Operand x) {
        return of(x.spec(), x.layout());
    }

    static MemoryDesc of(Spec spec, Layout layout) {
        return switch (layout) {
            case Layout.Packed packed -> (MemoryDesc) packed.key();
            case Layout.Strided strided ->
                MemoryDesc.strided(type(spec.dtype()), sizes(spec.shape()), strides(spec.shape(), strided));
        };
    }

    /** Any layout that oneDNN likes best. */
    static MemoryDesc any(Spec spec) {
        return MemoryDesc.any(type(spec.dtype()), sizes(spec.shape()));
    }

    /** The layout of a descriptor of this shape. */
    static Layout layout(MemoryDesc desc, Shape shape) {
        return desc.isStrided()
                ? Layout.of(shape, desc.strides())
                : new Layout.Packed("packed by oneDNN", desc.bytes(), desc);
    }

    static long[] sizes(Shape shape) {
        return Arrays.stream(shape.toArray()).asLongStream().toArray();
    }

    static DataType type(DType dtype) {
        return switch (dtype) {
            case F32 -> DataType.F32;
            case BF16 -> DataType.BF16;
            case F16 -> DataType.F16;
            case I32 -> DataType.S32;
            case U8, BOOL -> DataType.U8;
            case I8 -> DataType.S8;
            case F64, I64 -> throw new IllegalArgumentException("no kernel of oneDNN's takes " + dtype);
        };
    }

    /**
     * oneDNN compares strides to tell one layout from another, also those of axes of size 1, which Fovea does not set: here they get
     * what a dense array would have, channels-last if the others are.
     */
    private static long[] strides(Shape shape, Layout.Strided layout) {
        if (layout.equals(Layout.rowMajor(shape))) {
            return dense(shape, false);
        }
        if (layout.equals(Layout.channelsLast(shape))) {
            return dense(shape, true);
        }
        long[] strides = layout.toArray();
        for (int i = strides.length - 1; i >= 0; i--) {
            if (shape.size(i) == 1) {
                strides[i] = i + 1 < strides.length ? Math.max(1, strides[i + 1] * shape.size(i + 1)) : 1;
            }
        }
        return strides;
    }

    private static long[] dense(Shape shape, boolean channelsLast) {
        long[] strides = new long[shape.rank()];
        long step = 1;
        if (channelsLast) {
            strides[1] = 1;
            step = shape.size(1);
        }
        for (int i = strides.length - 1; i >= 0; i--) {
            if (!channelsLast || i != 1) {
                strides[i] = step;
                step *= shape.size(i);
            }
        }
        return strides;
    }

    /**
     * Whether a layout can be handed to oneDNN as it is: no axis is repeated, and each begins where the one inside it has ended. Views with
     * steps may lack the latter: of {@code [3, 5]}, every second column spans more than a row.
     */
    static boolean isPlain(Operand x) {
        return !(x.layout() instanceof Layout.Strided strided)
                || isOrderly(x.spec().shape(), strided);
    }

    static boolean isOrderly(Shape shape, Layout.Strided layout) {
        long next = 1;
        for (int axis : layout.innermostFirst(shape)) {
            if (shape.size(axis) > 1) {
                if (layout.stride(axis) < next) {
                    return false;
                }
                next = layout.stride(axis) * shape.size(axis);
            }
        }
        return true;
    }
}
