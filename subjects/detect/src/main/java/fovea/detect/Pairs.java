package fovea.detect;

import fovea.tensor.Tensor;

/** Two lists of boxes that broadcast to each other, {@code [..., 4]}: what measures of overlap are made of. */
record Pairs(Tensor a, Tensor b) {

    /** Of the intersection; negative where the boxes are apart. */
    Tensor innerWidth() {
        return lower(2).sub(higher(0));
    }

    Tensor innerHeight() {
        return lower(3).sub(higher(1));
    }

    /** Of the smallest box around both. */
    Tensor outerWidth() {
        return higher(2).sub(lower(0));
    }

    Tensor outerHeight() {
        return higher(3).sub(lower(1));
    }

    /** The sum of both areas. */
    Tensor areas() {
        return Boxes.area(a).add(Boxes.area(b));
    }

    /** The squared distance of the centers over the squared diagonal of the smallest box around both. */
    Tensor distance(double epsilon) {
        Tensor across = middle(a, 0).sub(middle(b, 0)).square();
        Tensor down = middle(a, 1).sub(middle(b, 1)).square();
        Tensor diagonal = outerWidth().square().add(outerHeight().square()).add(epsilon);
        return across.add(down).div(diagonal);
    }

    /**
     * The difference in shape, {@code α v} with {@code v = 4/π² (arctan w/h − arctan w'/h')²} and {@code α = v / (1 − IoU + v + ε)}, which
     * counts as a constant.
     */
    Tensor shapes(Tensor iou, double epsilon) {
        Tensor difference = angle(a).sub(angle(b));
        Tensor v = difference.square().mul(4 / (Math.PI * Math.PI));
        Tensor alpha = v.div(iou.neg().add(1).add(v).add(epsilon)).stopGradient();
        return alpha.mul(v);
    }

    private static Tensor angle(Tensor boxes) {
        return Boxes.width(boxes).div(Boxes.height(boxes)).atan();
    }

    private static Tensor middle(Tensor boxes, int axis) {
        return Boxes.side(boxes, axis).add(Boxes.side(boxes, axis + 2)).mul(0.5);
    }

    private Tensor lower(int side) {
        return Boxes.side(a, side).minimum(Boxes.side(b, side));
    }

    private Tensor higher(int side) {
        return Boxes.side(a, side).maximum(Boxes.side(b, side));
    }
}
