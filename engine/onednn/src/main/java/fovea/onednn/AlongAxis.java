package fovea.onednn;

import fovea.device.Layout;
import fovea.device.Operand;
import fovea.tensor.Shape;

/**
 * How slices along an axis lie in memory: {@code outer} times one behind the other, each of {@code run} elements. Images that are
 * channels-last stay so.
 *
 * @param last whether channels-last
 */
record AlongAxis(boolean last, int outer, int run) {

    /**
     * Of an operand whose axis is read or written by places.
     *
     * @param axes how many of the operand's axes the places are
     * @param named the rank of what names them; images stay images where it is 1
     */
    static AlongAxis of(Operand x, int axis, int axes, int named) {
        Shape shape = x.spec().shape();
        int rank = shape.rank();
        boolean last = named == 1 && rank >= 3 && x.layout().equals(Layout.channelsLast(shape));
        int outer = LoopKernels.product(shape, 0, axis);
        int run = LoopKernels.product(shape, axis + axes, rank);
        if (last && axis == 1) {
            return new AlongAxis(true, shape.size(0) * run, 1);
        }
        return last && axis > 1
                ? new AlongAxis(true, outer / shape.size(1), run * shape.size(1))
                : new AlongAxis(last, outer, run);
    }

    /** That of a tensor which lies so. */
    Layout layout(Shape shape) {
        return last ? Layout.channelsLast(shape) : Layout.rowMajor(shape);
    }
}
