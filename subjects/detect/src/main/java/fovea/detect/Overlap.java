package fovea.detect;

import fovea.tensor.Shape;
import fovea.tensor.ShapeException;
import fovea.tensor.Tensor;

/**
 * How much two boxes have in common, from each box of one list to each of another: {@code a [N, 4]}, {@code b [M, 4]} → {@code [N, M]}.
 * Gradients flow to both.
 */
public enum Overlap {
    /** Intersection over union (Jaccard 1901); 1 for equal boxes, 0 for boxes apart. */
    IOU,
    /**
     * Less the part of the smallest box around both that neither covers (Rezatofighi et al. 2019, "Generalized intersection over union",
     * algorithm 1); −1 to 1.
     */
    GENERALIZED,
    /**
     * Less the squared distance of the centers over the squared diagonal of the smallest box around both (Zheng et al. 2020,
     * "Distance-IoU loss", equation 6).
     */
    DISTANCE,
    /** {@link #DISTANCE}, and less for a difference in shape (Zheng et al. 2020, equations 8 to 11), as {@link BoxLoss#COMPLETE} has it. */
    COMPLETE;

    /** What keeps quotients from being 0/0; torchvision's. */
    public static final double EPSILON = 1e-7;

    /** All pairs. */
    public Tensor of(Tensor a, Tensor b) {
        return of(a, b, EPSILON);
    }

    /**
     * All pairs.
     *
     * @param epsilon is added to the squared diagonal, and to what divides the difference in shape
     */
    public Tensor of(Tensor a, Tensor b, double epsilon) {
        Boxes.checkList("box overlap", a);
        Boxes.checkList("box overlap", b);
        if (a.dtype() != b.dtype()) {
            throw new ShapeException(
                    "box overlap", "a is " + a.spec() + " and b is " + b.spec(), "they must be of one type");
        }
        Pairs pairs = new Pairs(
                a.reshape(Shape.of(a.shape().size(0), 1, 4)),
                b.reshape(Shape.of(1, b.shape().size(0), 4)));
        Tensor intersection = positive(pairs.innerWidth()).mul(positive(pairs.innerHeight()));
        Tensor union = pairs.areas().sub(intersection);
        Tensor iou = intersection.div(union);
        return switch (this) {
            case IOU -> iou;
            case GENERALIZED -> {
                Tensor around = positive(pairs.outerWidth()).mul(positive(pairs.outerHeight()));
                yield iou.sub(around.sub(union).div(around));
            }
            case DISTANCE -> iou.sub(pairs.distance(epsilon));
            case COMPLETE -> iou.sub(pairs.distance(epsilon)).sub(pairs.shapes(iou, epsilon));
        };
    }

    /** At least 0. */
    private static Tensor positive(Tensor x) {
        return x.clamp(0, Double.POSITIVE_INFINITY);
    }
}
