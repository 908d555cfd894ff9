package fovea.detect;

import fovea.tensor.Concat;
import fovea.tensor.Shape;
import fovea.tensor.ShapeException;
import fovea.tensor.Tensor;

/**
 * Boxes as what moves others onto them (Girshick et al. 2014, "Rich feature hierarchies", appendix C): for a box of center {@code (x, y)} and
 * size {@code (w, h)} seen from one of {@code (xₐ, yₐ)} and {@code (wₐ, hₐ)},
 *
 * <pre>  (x − xₐ)/wₐ   (y − yₐ)/hₐ   ln(w/wₐ)   ln(h/hₐ)</pre>
 *
 * each times its weight.
 *
 * @param center the weight of the first two; 1 for proposals, 10 for the last stage of Faster R-CNN
 * @param size the weight of the last two; 1 and 5
 */
public record BoxDeltas(double center, double size) {

    /** Logarithms of sizes are cut off here, so that their exponentials stay in range: a factor of 1000/16, torchvision's. */
    static final double LARGEST = Math.log(1000.0 / 16);

    /** Weights of 1. */
    public static BoxDeltas proposals() {
        return new BoxDeltas(1, 1);
    }

    /** What moves {@code anchors} onto {@code boxes}, both {@code [N, 4]} → {@code [N, 4]}. */
    public Tensor encode(Tensor boxes, Tensor anchors) {
        Boxes.checkList("encode boxes", boxes);
        if (!boxes.spec().equals(anchors.spec())) {
            throw wrong("encode boxes", "boxes", boxes, anchors, "they must be alike");
        }
        Tensor to = BoxFormat.XYXY.convert(boxes, BoxFormat.CXCYWH);
        Tensor from = BoxFormat.XYXY.convert(anchors, BoxFormat.CXCYWH);
        Tensor scale = from.slice(1, 2, 4, 1);
        Tensor moved = to.slice(1, 0, 2, 1).sub(from.slice(1, 0, 2, 1)).div(scale);
        Tensor grown = to.slice(1, 2, 4, 1).div(scale).log();
        return new Concat(1).apply(moved.mul(center), grown.mul(size));
    }

    /** The boxes onto which {@code anchors [N, 4]} are moved; deltas {@code [N, 4·M]}, M an anchor → {@code [N, 4·M]}. */
    public Tensor decode(Tensor deltas, Tensor anchors) {
        Boxes.checkList("decode boxes", anchors);
        Shape shape = deltas.shape();
        int n = anchors.shape().size(0);
        if (shape.rank() != 2 || shape.size(0) != n || shape.size(1) % 4 != 0 || deltas.dtype() != anchors.dtype()) {
            throw wrong(
                    "decode boxes", "deltas", deltas, anchors, "deltas must be [%d, 4·M] of their type".formatted(n));
        }
        int each = shape.size(1) / 4;
        Tensor by = deltas.reshape(Shape.of(n, each, 4));
        Tensor from = BoxFormat.XYXY.convert(anchors, BoxFormat.CXCYWH).reshape(Shape.of(n, 1, 4));
        Tensor scale = from.slice(2, 2, 4, 1);
        Tensor moved = by.slice(2, 0, 2, 1).div(center).mul(scale).add(from.slice(2, 0, 2, 1));
        Tensor grown = by.slice(2, 2, 4, 1)
                .div(size)
                .clamp(Double.NEGATIVE_INFINITY, LARGEST)
                .exp()
                .mul(scale);
        Tensor boxes = new Concat(2).apply(moved, grown);
        return BoxFormat.CXCYWH.convert(boxes, BoxFormat.XYXY).reshape(shape);
    }

    private static ShapeException wrong(String operation, String what, Tensor x, Tensor anchors, String remedy) {
        return new ShapeException(
                operation, "the %s are %s and the anchors %s".formatted(what, x.spec(), anchors.spec()), remedy);
    }
}
