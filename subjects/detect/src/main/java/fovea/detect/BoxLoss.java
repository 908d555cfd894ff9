package fovea.detect;

import fovea.tensor.ShapeException;
import fovea.tensor.Tensor;

/**
 * How far predicted boxes are from true ones, box by box: {@code a [..., 4]}, {@code b [..., 4]} → {@code [...]}, 0 for equal boxes (but for
 * ε). Gradients flow to both. Take the {@code sum()} or {@code mean()}.
 */
public enum BoxLoss {
    /** {@code 1 − IoU + (|C| − |A ∪ B|) / |C|}, C the smallest box around both (Rezatofighi et al. 2019, algorithm 2). */
    GENERALIZED,
    /** {@code 1 − IoU + d² / c²}: distance of the centers, diagonal of the box around both (Zheng et al. 2020, equation 7). */
    DISTANCE,
    /**
     * {@code 1 − IoU + d² / c² + α v}, where {@code v = 4/π² (arctan w/h − arctan w'/h')²} and {@code α = v / (1 − IoU + v + ε)} counts as a
     * constant (Zheng et al. 2020, equations 8 to 11).
     */
    COMPLETE;

    /** With torchvision's ε of 1e-7. */
    public Tensor of(Tensor a, Tensor b) {
        return of(a, b, Overlap.EPSILON);
    }

    /**
     * The losses.
     *
     * @param epsilon keeps quotients from being 0/0; {@link #COMPLETE} has it in α alone and {@link Overlap#EPSILON} elsewhere, as
     *     torchvision 0.14
     */
    public Tensor of(Tensor a, Tensor b, double epsilon) {
        Boxes.check("box loss", a);
        if (!a.spec().equals(b.spec())) {
            throw new ShapeException(
                    "box loss", "a is " + a.spec() + " and b is " + b.spec(), "shapes and types must be equal");
        }
        Pairs pairs = new Pairs(a, b);
        double inside = this == COMPLETE ? Overlap.EPSILON : epsilon;
        Tensor width = pairs.innerWidth();
        Tensor height = pairs.innerHeight();
        Tensor intersection = width.gt(0).and(height.gt(0)).where(width.mul(height), 0);
        Tensor union = pairs.areas().sub(intersection);
        Tensor iou = intersection.div(union.add(inside));
        Tensor loss = iou.neg().add(1);
        return switch (this) {
            case GENERALIZED -> {
                Tensor around = pairs.outerWidth().mul(pairs.outerHeight());
                yield loss.add(around.sub(union).div(around.add(epsilon)));
            }
            case DISTANCE -> loss.add(pairs.distance(inside));
            case COMPLETE -> loss.add(pairs.distance(inside)).add(pairs.shapes(iou, epsilon));
        };
    }
}
