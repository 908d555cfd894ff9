package fovea.classic.linear;

import fovea.data.Image;
import fovea.device.Region;
import fovea.nn.Layer;
import fovea.tensor.DType;
import fovea.tensor.Parameter;
import fovea.tensor.Shape;
import fovea.tensor.ShapeException;
import fovea.tensor.Tensor;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * Scores that are weighted sums, {@code f(x) = x Wᵀ + b}; the class with the highest score is the answer. Each row of W is a template that
 * its class compares pictures with.
 *
 * <p>Shapes: {@code x [N, D]} → scores {@code [N, C]}.
 *
 * @param weight W {@code [C, D]}
 * @param bias b {@code [C]}
 */
public record LinearClassifier(Parameter weight, Parameter bias) implements Layer {

    /** All weights 0, where every convex loss may as well begin. */
    public static LinearClassifier zeros(int features, int classes) {
        return new LinearClassifier(
                new Parameter(Tensor.zeros(Shape.of(classes, features))),
                new Parameter(Tensor.zeros(Shape.of(classes))));
    }

    /** Weights and biases normal, {@code scale} wide: one try of random search, and the assignment's beginning with 1e-4. */
    public static LinearClassifier random(int features, int classes, double scale, RandomGenerator random) {
        LinearClassifier drawn = zeros(features, classes);
        drawn.set(normal(drawn.weight.shape(), scale, random), normal(drawn.bias.shape(), scale, random));
        return drawn;
    }

    /** Of one matrix {@code [C, D + 1]} with the biases in its last column: the bias trick undone. */
    public static LinearClassifier fromOneMatrix(Tensor weightAndBias) {
        Shape shape = weightAndBias.shape();
        int last = shape.size(1) - 1;
        return new LinearClassifier(
                new Parameter(weightAndBias.slice(1, 0, last)),
                new Parameter(weightAndBias.slice(1, last, last + 1).reshape(Shape.of(shape.size(0)))));
    }

    static Tensor normal(Shape shape, double scale, RandomGenerator random) {
        float[] drawn = new float[Math.toIntExact(shape.elements())];
        for (int i = 0; i < drawn.length; i++) {
            drawn[i] = (float) (scale * random.nextGaussian());
        }
        return Tensor.of(shape, drawn);
    }

    /** Gives it other weights. */
    public void set(Tensor weights, Tensor biases) {
        weight.set(weights);
        bias.set(biases);
    }

    /** The same with weights of its own. */
    public LinearClassifier copy() {
        return new LinearClassifier(new Parameter(weight.get()), new Parameter(bias.get()));
    }

    /** One matrix {@code [C, D + 1]}, the biases in its last column, for features that end in a 1: the bias trick. */
    public Tensor oneMatrix() {
        return Tensor.concat(1, weight.get(), bias.get().reshape(Shape.of(classes(), 1)));
    }

    /** C. */
    public int classes() {
        return weight.shape().size(0);
    }

    /** D. */
    public int features() {
        return weight.shape().size(1);
    }

    /** {@code (W xᵀ)ᵀ + b}: in this order the way back multiplies by x as it lies, which is twice as fast for many rows. */
    @Override
    public Tensor forward(Tensor x) {
        if (x.shape().rank() != 2 || x.shape().size(1) != features()) {
            throw new ShapeException(
                    "linear classifier",
                    "x is " + x.spec() + " and W " + weight.spec(),
                    "x must be [N, " + features() + "], with a column for each weight of a row of W");
        }
        return weight.get().matmul(x.transpose()).transpose().add(bias.get());
    }

    /** The class with the highest score for each row, the first of equals; {@code i32 [N]}. */
    public Tensor predict(Tensor x) {
        return forward(x).argmax(1).cast(DType.I32);
    }

    /** The share of examples whose class it finds. */
    public double accuracy(Examples examples) {
        return Region.run(() -> predict(examples.x())
                .eq(examples.labels())
                .cast(DType.F64)
                .sum()
                .div(examples.count())
                .item());
    }

    /**
     * The rows of W as pictures, each stretched so that its least weight is black and its largest white.
     *
     * @param channels of the pixels that x was made of, with {@code D = height · width · channels}
     */
    public List<Image> templates(int height, int width, int channels) {
        int features = features();
        if ((long) height * width * channels != features) {
            throw new ShapeException(
                    "templates",
                    "the weights are " + weight.shape() + ", pictures [" + height + ", " + width + ", " + channels
                            + "]",
                    "a row must have a weight for each pixel and channel");
        }
        float[] all = weight.get().toArray();
        return IntStream.range(0, classes())
                .mapToObj(c -> Image.of(height, width, channels, stretched(all, c * features, features)))
                .toList();
    }

    private static byte[] stretched(float[] all, int from, int count) {
        float least = Float.POSITIVE_INFINITY;
        float most = Float.NEGATIVE_INFINITY;
        for (int i = from; i < from + count; i++) {
            least = Math.min(least, all[i]);
            most = Math.max(most, all[i]);
        }
        float span = most > least ? most - least : 1;
        byte[] pixels = new byte[count];
        for (int i = 0; i < count; i++) {
            pixels[i] = (byte) Math.round(255 * (all[from + i] - least) / span);
        }
        return pixels;
    }
}
