package fovea.classic.linear;

import fovea.autograd.Autograd;
import fovea.autograd.Autograd.ValueAndGradients;
import fovea.device.Region;
import fovea.graph.Compiled;
import fovea.nn.Loss;
import fovea.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * What is to be made small: the mean loss over examples, and {@code λ Σ W²} so that weights stay small and even. The biases are free.
 *
 * <p>The support vector machine of the course is {@code new MulticlassSvm()}, the softmax classifier {@code new CrossEntropy()}, logistic
 * regression of each class against the others {@code new OneVsRest()}; {@link PerceptronLoss} and {@link AdalineLoss} are here.
 *
 * @param examples all of them
 * @param loss of scores {@code [N, C]} and labels {@code [N]}, a mean over examples
 * @param penalty λ, without a half
 */
public record Objective(Examples examples, Loss loss, double penalty) {

    /** The same with another λ. */
    public Objective withPenalty(double to) {
        return new Objective(examples, loss, to);
    }

    /** Its value, at once or traced, for some of the examples: {@code x [n, D]} and labels {@code [n]} → {@code []}. */
    public Tensor of(LinearClassifier classifier, Tensor x, Tensor labels) {
        return ofScores(classifier.forward(x), labels, classifier.weight().get());
    }

    /** Its value for scores {@code [n, C]} that these weights gave. */
    Tensor ofScores(Tensor scores, Tensor labels, Tensor weights) {
        Tensor fit = loss.of(scores, labels);
        return penalty == 0 ? fit : fit.add(weights.square().sum().mul(penalty));
    }

    /** Its value over all examples. */
    public double value(LinearClassifier classifier) {
        return Region.run(() -> List.of(of(classifier, examples.x(), examples.labels())))
                .getFirst()
                .item();
    }

    /** Its value over all examples, again and again for the classifier as it is then, compiled. */
    public Supplier<Double> valueOf(LinearClassifier classifier) {
        Compiled compiled = Compiled.of(_ -> List.of(of(classifier, examples.x(), examples.labels())));
        return () -> Region.run(() -> compiled.run()).getFirst().item();
    }

    /** Its value and gradient over all examples, again and again for the classifier as it is then, compiled. */
    public Supplier<ValueAndGradients> gradientOf(LinearClassifier classifier) {
        Compiled compiled = Compiled.of(_ -> {
            ValueAndGradients found = gradient(classifier, examples.x(), examples.labels());
            return List.of(
                    found.value(),
                    found.gradients().get(classifier.weight()),
                    found.gradients().get(classifier.bias()));
        });
        return () -> {
            List<Tensor> found = compiled.run();
            return new ValueAndGradients(
                    found.get(0),
                    List.of(),
                    Map.of(classifier.weight(), found.get(1), classifier.bias(), found.get(2)));
        };
    }

    ValueAndGradients gradient(LinearClassifier classifier, Tensor x, Tensor labels) {
        return Autograd.valueAndGradients(classifier.parameters(), () -> of(classifier, x, labels));
    }
}
