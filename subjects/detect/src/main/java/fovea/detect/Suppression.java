package fovea.detect;

import fovea.tensor.Shape;
import fovea.tensor.ShapeException;
import fovea.tensor.Tensor;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Non-maximum suppression: of boxes that overlap the one with the best score stays. How many stay depends on the numbers, so boxes and scores
 * are read on the host, in double precision, and cannot be traced; no gradient goes through the choice.
 */
public final class Suppression {
    private Suppression() {}

    /**
     * The places of the boxes that stay, best score first: a box goes if one that stays has an {@link Overlap#IOU} with it above
     * {@code threshold}. Equal scores keep their order.
     *
     * <p>Shapes: boxes {@code [N, 4]}, scores {@code [N]} → {@code i32 [K]}.
     */
    public static Tensor nms(Tensor boxes, Tensor scores, double threshold) {
        check("nms", boxes, scores);
        return kept(
                Boxes.numbers(boxes),
                Boxes.numbers(scores),
                new double[scores.shape().size(0)],
                threshold);
    }

    /**
     * {@link #nms} where boxes of different classes do not meet.
     *
     * @param classes {@code [N]}, whole numbers
     */
    public static Tensor batchedNms(Tensor boxes, Tensor scores, Tensor classes, double threshold) {
        check("batchedNms", boxes, scores);
        if (!classes.shape().equals(scores.shape()) || !classes.dtype().isInteger()) {
            throw new ShapeException(
                    "batchedNms",
                    "the scores are " + scores.spec() + " and the classes " + classes.spec(),
                    "give one class a score, a whole number");
        }
        return kept(Boxes.numbers(boxes), Boxes.numbers(scores), Boxes.numbers(classes), threshold);
    }

    private static Tensor kept(double[] boxes, double[] scores, double[] classes, double threshold) {
        int[] order = order(scores);
        int[] kept = new int[order.length];
        int count = 0;
        for (int candidate : order) {
            boolean stays = true;
            for (int i = 0; i < count && stays; i++) {
                stays = classes[kept[i]] != classes[candidate] || !(iou(boxes, kept[i], candidate) > threshold);
            }
            if (stays) {
                kept[count++] = candidate;
            }
        }
        return Tensor.of(Shape.of(count), Arrays.copyOf(kept, count));
    }

    /** Best first; not-a-numbers before all, and equals as they come. */
    private static int[] order(double[] scores) {
        return IntStream.range(0, scores.length)
                .boxed()
                .sorted((a, b) -> Double.compare(scores[b] + 0.0, scores[a] + 0.0))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    private static double iou(double[] boxes, int i, int j) {
        int a = 4 * i;
        int b = 4 * j;
        double width = Math.min(boxes[a + 2], boxes[b + 2]) - Math.max(boxes[a], boxes[b]);
        double height = Math.min(boxes[a + 3], boxes[b + 3]) - Math.max(boxes[a + 1], boxes[b + 1]);
        double intersection = Math.max(0, width) * Math.max(0, height);
        return intersection / (area(boxes, a) + area(boxes, b) - intersection);
    }

    private static double area(double[] boxes, int at) {
        return (boxes[at + 2] - boxes[at]) * (boxes[at + 3] - boxes[at + 1]);
    }

    /** How a score falls with the overlap of its box with a better one. */
    public sealed interface Decay {

        /** What the score is multiplied by. */
        double factor(double iou);

        /** {@code 1 − IoU} above {@code threshold}, which is 0.3 in the paper (Bodla et al. 2017, equation 2). */
        record Linear(double threshold) implements Decay {
            @Override
            public double factor(double iou) {
                return iou > threshold ? 1 - iou : 1;
            }
        }

        /** {@code e^(−IoU² / σ)}, with σ = 0.5 in the paper (Bodla et al. 2017, equation 3). */
        record Gaussian(double sigma) implements Decay {
            @Override
            public double factor(double iou) {
                return Math.exp(-iou * iou / sigma);
            }
        }
    }

    /**
     * What stays, best first.
     *
     * @param places {@code i32 [K]}
     * @param scores what is left of them, {@code [K]}
     */
    public record Kept(Tensor places, Tensor scores) {}

    /**
     * Soft suppression: boxes do not go at once, their scores fall with each better box they overlap (Bodla et al. 2017, "Soft-NMS", figure
     * 2).
     *
     * @param least boxes whose score falls to less go; 0.001 in the paper's code
     */
    public static Kept softNms(Tensor boxes, Tensor scores, Decay decay, double least) {
        check("softNms", boxes, scores);
        double[] at = Boxes.numbers(boxes);
        double[] left = Boxes.numbers(scores);
        int n = left.length;
        boolean[] done = new boolean[n];
        int[] places = new int[n];
        double[] kept = new double[n];
        int count = 0;
        for (int best = best(left, done, least); best >= 0; best = best(left, done, least)) {
            done[best] = true;
            places[count] = best;
            kept[count++] = left[best];
            for (int i = 0; i < n; i++) {
                if (!done[i]) {
                    left[i] *= decay.factor(iou(at, best, i));
                }
            }
        }
        return new Kept(
                Tensor.of(Shape.of(count), Arrays.copyOf(places, count)),
                Tensor.of(Shape.of(count), Arrays.copyOf(kept, count)).cast(scores.dtype()));
    }

    /** The best that is left, the first of equals; −1 where none is good enough. */
    private static int best(double[] scores, boolean[] done, double least) {
        int best = -1;
        for (int i = 0; i < scores.length; i++) {
            if (!done[i] && scores[i] >= least && (best < 0 || scores[i] > scores[best])) {
                best = i;
            }
        }
        return best;
    }

    private static void check(String operation, Tensor boxes, Tensor scores) {
        Boxes.checkList(operation, boxes);
        if (!scores.shape().equals(Shape.of(boxes.shape().size(0)))
                || !scores.dtype().isFloating()) {
            throw new ShapeException(
                    operation,
                    "the boxes are " + boxes.spec() + " and the scores " + scores.spec(),
                    "give one floating-point score a box, [%d]"
                            .formatted(boxes.shape().size(0)));
        }
    }
}
