package fovea.results;

import fovea.autograd.Autograd;
import fovea.classic.GradientCheck;
import fovea.classic.TwoLayerNet;
import fovea.classic.layer.Affine;
import fovea.classic.layer.BatchNormByHand;
import fovea.classic.layer.NaiveConv;
import fovea.classic.layer.NaiveMaxPool;
import fovea.classic.layer.Rectifier;
import fovea.classic.layer.SoftmaxLoss;
import fovea.nn.Loss;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import fovea.tensor.Window;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;

/**
 * Row 4.1: gradients against measured slopes, in double precision; those that are written out by hand, and those of the library's
 * operations.
 */
final class GradientChecks {
    private static final double APART = 0.01;

    private final SplittableRandom random;
    private double smooth;
    private double all;

    private GradientChecks(SplittableRandom random) {
        this.random = random;
    }

    static Map<String, Double> run(Setting setting) {
        GradientChecks checks = new GradientChecks(setting.random());
        checks.byHand();
        checks.library();
        Map<String, Double> figures = new LinkedHashMap<>();
        figures.put("largest error, smooth layers", checks.smooth);
        figures.put("largest error, all layers", checks.all);
        figures.put("largest error, two-layer net", checks.twoLayerNet());
        return figures;
    }

    private void byHand() {
        Tensor x = draw(6, 4), w = draw(5, 4), b = draw(5), dy = draw(6, 5);
        Affine.Gradients affine = Affine.backward(dy, x, w);
        smooth(t -> Affine.forward(t, w, b), x, dy, affine.dx());
        smooth(t -> Affine.forward(x, t, b), w, dy, affine.dw());
        smooth(t -> Affine.forward(x, w, t), b, dy, affine.db());
        Tensor gamma = draw(4), beta = draw(4), dn = draw(6, 4);
        BatchNormByHand.Gradients norm =
                BatchNormByHand.forward(x, gamma, beta, 1e-5).backward(dn);
        smooth(t -> BatchNormByHand.forward(t, gamma, beta, 1e-5).y(), x, dn, norm.dx());
        smooth(t -> BatchNormByHand.forward(x, t, beta, 1e-5).y(), gamma, dn, norm.dGamma());
        Tensor labels = Tensor.of(Shape.of(6), 0, 1, 2, 3, 2, 1), one = Tensor.of(Shape.SCALAR, 1.0);
        smooth(
                t -> SoftmaxLoss.of(t, labels).loss(),
                x,
                one,
                SoftmaxLoss.of(x, labels).gradient());
        Tensor image = draw(2, 3, 6, 5), filters = draw(4, 3, 3, 3), shift = draw(4), dc = draw(2, 4, 6, 5);
        NaiveConv.Gradients conv = NaiveConv.backward(dc, image, filters, 1, 1);
        smooth(t -> NaiveConv.forward(t, filters, shift, 1, 1), image, dc, conv.dx());
        smooth(t -> NaiveConv.forward(image, t, shift, 1, 1), filters, dc, conv.dw());
        check(Rectifier::forward, x, dn, Rectifier.backward(dn, x));
        Tensor apart = apart(2, 3, 6, 5), dp = draw(2, 3, 3, 2);
        check(
                t -> NaiveMaxPool.forward(t, 2, 2).y(),
                apart,
                dp,
                NaiveMaxPool.forward(apart, 2, 2).backward(dp));
    }

    private void library() {
        Tensor w = draw(4, 4), b = draw(4), labels = Tensor.of(Shape.of(6), 0, 1, 2, 3, 2, 1);
        List<UnaryOperator<Tensor>> functions = List.of(
                x -> x.matmul(w.transpose()).add(b),
                Tensor::tanh,
                Tensor::sigmoid,
                Tensor::softmax,
                Tensor::gelu,
                x -> x.layerNorm(Shape.of(4), b, b, 1e-5),
                x -> Loss.crossEntropy(x, labels));
        functions.forEach(f -> automatic(f, draw(6, 4), true));
        Tensor filters = draw(4, 3, 3, 3);
        automatic(x -> x.conv2d(filters, 2, 1), draw(2, 3, 6, 5), true);
        automatic(x -> x.avgPool(Window.of(2, 2)), draw(2, 3, 6, 5), true);
        automatic(x -> x.maxPool(Window.of(2, 2)), apart(2, 3, 6, 5), false);
        automatic(Tensor::relu, draw(6, 4), false);
        automatic(Tensor::leakyRelu, draw(6, 4), false);
    }

    private double twoLayerNet() {
        TwoLayerNet net = TwoLayerNet.of(4, 10, 3, 0.5, random);
        Tensor x = draw(5, 4), labels = Tensor.of(Shape.of(5), 0, 1, 2, 2, 1);
        List<Tensor> gradients = net.byHand(x, labels, 0.1).gradients().parts();
        double worst = 0;
        for (int i = 0; i < gradients.size(); i++) {
            int part = i;
            UnaryOperator<Tensor> loss = moved -> {
                List<Tensor> parts = new ArrayList<>(net.parts());
                parts.set(part, moved);
                return TwoLayerNet.ofParts(parts).loss(x, labels, 0.1);
            };
            GradientCheck check = GradientCheck.of(loss, net.parts().get(i), gradients.get(i));
            worst = Math.max(worst, check.relativeError());
        }
        return worst;
    }

    private void automatic(UnaryOperator<Tensor> f, Tensor x, boolean isSmooth) {
        Tensor dy = draw(f.apply(x).shape());
        Tensor gradient = Autograd.gradient(x, t -> f.apply(t).mul(dy).sum());
        if (isSmooth) {
            smooth(f, x, dy, gradient);
        } else {
            check(f, x, dy, gradient);
        }
    }

    private void smooth(UnaryOperator<Tensor> f, Tensor x, Tensor dy, Tensor gradient) {
        smooth = Math.max(smooth, check(f, x, dy, gradient, 1e-3));
    }

    private void check(UnaryOperator<Tensor> f, Tensor x, Tensor dy, Tensor gradient) {
        check(f, x, dy, gradient, 1e-4);
    }

    private double check(UnaryOperator<Tensor> f, Tensor x, Tensor dy, Tensor gradient, double h) {
        double error =
                GradientCheck.of(t -> f.apply(t).mul(dy).sum(), x, gradient, h).relativeError();
        all = Math.max(all, error);
        return error;
    }

    private Tensor draw(int... sizes) {
        return draw(Shape.of(sizes));
    }

    /** Between 0.1 and 1 in size, either sign: away from the kinks. */
    private Tensor draw(Shape shape) {
        double[] elements = random.doubles(shape.elements(), 0.1, 1)
                .map(v -> random.nextBoolean() ? v : -v)
                .toArray();
        return Tensor.of(shape, elements);
    }

    /** Numbers in random order of which no two are nearly equal: away from the kinks of a maximum. */
    private Tensor apart(int... sizes) {
        Shape shape = Shape.of(sizes);
        double[] elements = new double[Math.toIntExact(shape.elements())];
        for (int i = 0; i < elements.length; i++) {
            int j = random.nextInt(i + 1);
            elements[i] = elements[j];
            elements[j] = APART * i;
        }
        return Tensor.of(shape, elements);
    }
}
