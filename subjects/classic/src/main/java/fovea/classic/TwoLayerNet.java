package fovea.classic;

import fovea.autograd.Autograd;
import fovea.classic.layer.Affine;
import fovea.classic.layer.Rectifier;
import fovea.classic.layer.SoftmaxLoss;
import fovea.tensor.DType;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * The two-layer net whose gradients are written out by hand: affine, ReLU, affine, softmax. {@link #automatic} gives the same gradients to
 * the last bit without the hand.
 *
 * <p>Shapes: {@code x [N, D]} → hidden {@code [N, H]} → scores {@code [N, C]}. The loss is the mean cross-entropy plus {@code ½ λ Σ W²} of
 * both weights, biases left out.
 *
 * @param w1 {@code [H, D]}
 * @param b1 {@code [H]}
 * @param w2 {@code [C, H]}
 * @param b2 {@code [C]}
 */
public record TwoLayerNet(Tensor w1, Tensor b1, Tensor w2, Tensor b2) {

    /** Weights normal with a small deviation, biases 0, in {@code f64}. */
    public static TwoLayerNet of(int in, int hidden, int classes, double deviation, RandomGenerator random) {
        return new TwoLayerNet(
                normal(Shape.of(hidden, in), deviation, random),
                Tensor.of(Shape.of(hidden), new double[hidden]),
                normal(Shape.of(classes, hidden), deviation, random),
                Tensor.of(Shape.of(classes), new double[classes]));
    }

    private static Tensor normal(Shape shape, double deviation, RandomGenerator random) {
        double[] elements = new double[Math.toIntExact(shape.elements())];
        Arrays.setAll(elements, _ -> deviation * random.nextGaussian());
        return Tensor.of(shape, elements);
    }

    /** Scores {@code [N, C]}. */
    public Tensor forward(Tensor x) {
        return Affine.forward(Rectifier.forward(Affine.forward(x, w1, b1)), w2, b2);
    }

    /** The class with the highest score for each row of {@code x}, {@code i32 [N]}. */
    public Tensor predict(Tensor x) {
        return forward(x).argmax(1).cast(DType.I32);
    }

    /** Loss and gradients, by hand: forward, and then every line back again. */
    public Step byHand(Tensor x, Tensor labels, double lambda) {
        Tensor before = Affine.forward(x, w1, b1);
        Tensor hidden = Rectifier.forward(before);
        Tensor scores = Affine.forward(hidden, w2, b2);
        SoftmaxLoss data = SoftmaxLoss.of(scores, labels);
        Tensor loss = data.loss().add(penalty(w1, lambda)).add(penalty(w2, lambda));

        Affine.Gradients second = Affine.backward(data.gradient(), hidden, w2);
        Tensor dBefore = Rectifier.backward(second.dx(), before);
        Affine.Gradients first = Affine.backward(dBefore, x, w1);
        return new Step(
                loss,
                new TwoLayerNet(
                        first.dw().add(w1.mul(lambda)), first.db(), second.dw().add(w2.mul(lambda)), second.db()));
    }

    /** Loss and gradients, by {@link Autograd}: only the way forward is written. */
    public Step automatic(Tensor x, Tensor labels, double lambda) {
        Tensor loss = loss(x, labels, lambda);
        List<Tensor> found =
                Autograd.gradients(parts(), p -> TwoLayerNet.ofParts(p).loss(x, labels, lambda));
        return new Step(loss, ofParts(found));
    }

    /** The loss alone. */
    public Tensor loss(Tensor x, Tensor labels, double lambda) {
        return SoftmaxLoss.of(forward(x), labels)
                .loss()
                .add(penalty(w1, lambda))
                .add(penalty(w2, lambda));
    }

    /** A step down the gradients: {@code θ − rate · g}. */
    public TwoLayerNet minus(TwoLayerNet gradients, double rate) {
        return new TwoLayerNet(
                w1.sub(gradients.w1.mul(rate)),
                b1.sub(gradients.b1.mul(rate)),
                w2.sub(gradients.w2.mul(rate)),
                b2.sub(gradients.b2.mul(rate)));
    }

    /** Weights and biases in their order. */
    public List<Tensor> parts() {
        return List.of(w1, b1, w2, b2);
    }

    /** The net of {@link #parts}. */
    public static TwoLayerNet ofParts(List<Tensor> parts) {
        return new TwoLayerNet(parts.get(0), parts.get(1), parts.get(2), parts.get(3));
    }

    private static Tensor penalty(Tensor w, double lambda) {
        return w.square().sum().mul(lambda / 2);
    }

    /**
     * What a batch says.
     *
     * @param loss a scalar
     * @param gradients each in the place of what it is the gradient by
     */
    public record Step(Tensor loss, TwoLayerNet gradients) {}
}
