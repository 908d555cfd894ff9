package fovea.train.optim;

import fovea.nn.Variables;
import fovea.tensor.Parameter;
import fovea.tensor.Shape;
import fovea.tensor.State;
import fovea.tensor.Tensor;
import java.util.Map;

/**
 * Momentum whose updates are made nearly orthogonal, for matrices and filters (Jordan et al. 2024, "Muon: an optimizer for hidden layers in
 * neural networks", <a href="https://kellerjordan.github.io/posts/muon/">kellerjordan.github.io/posts/muon</a>):
 *
 * <pre>  v ← μ v + g   θ ← θ − lr · √max(1, rows/columns) · O(g + μ v)</pre>
 *
 * where {@code O(U S Vᵀ)} is about {@code U Vᵀ}, by steps of a quintic Newton–Schulz iteration {@code X ← aX + bXXᵀX + c(XXᵀ)²X}: after 5 of
 * them singular values that were at least a hundredth of the matrix's length lie between 0.68 and 1.14. A weight {@code [O, …]} is a matrix of O
 * rows. Biases, scales and, by the authors' advice, first and last layers belong to another optimizer; {@link ParameterGroups} joins the two.
 *
 * <p>The learning rate is 0.02 at first, as the authors'.
 *
 * @param momentum μ
 * @param iterations of Newton and Schulz
 * @param normalized whether each weight is brought to length {@code √O} before it is changed, as Jordan's training of CIFAR-10 in seconds
 *     does (airbench94_muon, <a href="https://github.com/KellerJordan/cifar10-airbench">github.com/KellerJordan/cifar10-airbench</a>)
 */
public record Muon(State learningRate, Moments velocity, double momentum, int iterations, boolean normalized)
        implements Optimizer {
    private static final double A = 3.4445;
    private static final double B = -4.7750;
    private static final double C = 2.0315;
    private static final double LITTLE = 1e-7;

    /** Refuses what has no meaning. */
    public Muon {
        Scalar.checkShare("μ", momentum);
        if (iterations < 1) {
            throw new IllegalArgumentException(
                    "muon: " + iterations + " iterations" + System.lineSeparator() + "  it takes 1 or more");
        }
    }

    /**
     * With μ = 0.95 and 5 iterations, as the authors'.
     *
     * @param matrices parameters of two axes or more: a layer, a list or a map of such
     */
    public static Muon of(Object matrices) {
        Variables.of(matrices).namedParameters().forEach((path, parameter) -> {
            if (parameter.shape().rank() < 2) {
                throw new IllegalArgumentException("muon: " + path + " is " + parameter.shape() + System.lineSeparator()
                        + "  it must be [O, …]; give it to another optimizer, see ParameterGroups");
            }
        });
        return new Muon(Scalar.rate(matrices, 0.02), Moments.of(matrices), 0.95, 5, false);
    }

    /** The same with another μ. */
    public Muon withMomentum(double momentum) {
        return new Muon(learningRate, velocity, momentum, iterations, normalized);
    }

    /** The same with so many iterations; 3 in airbench94_muon. */
    public Muon withIterations(int iterations) {
        return new Muon(learningRate, velocity, momentum, iterations, normalized);
    }

    /** The same, each weight brought to length {@code √O} before it is changed. */
    public Muon withNormalizedWeights() {
        return new Muon(learningRate, velocity, momentum, iterations, true);
    }

    @Override
    public void step(Map<Parameter, Tensor> gradients) {
        Tensor rate = learningRate.get();
        gradients.forEach((parameter, g) -> {
            State moving = velocity.of(parameter);
            Tensor v = moving.get().mul(momentum).add(g);
            moving.set(v);
            int rows = g.shape().size(0);
            int columns = Math.toIntExact(g.shape().elements() / rows);
            Tensor update = orthogonal(g.add(v.mul(momentum)).reshape(Shape.of(rows, columns)), iterations)
                    .mul(Math.sqrt(Math.max(1, (double) rows / columns)));
            Tensor old = normalized ? ofLength(parameter.get(), Math.sqrt(rows)) : parameter.get();
            parameter.set(old.sub(update.reshape(g.shape()).mul(rate.cast(g.dtype()))));
        });
    }

    /** Nearly the orthogonal factor of {@code g [rows, columns]}; of the two squares that it takes, the smaller. */
    static Tensor orthogonal(Tensor g, int iterations) {
        boolean isTall = g.shape().size(0) > g.shape().size(1);
        Tensor x = ofLength(isTall ? g.transpose() : g, 1);
        for (int i = 0; i < iterations; i++) {
            Tensor square = x.matmul(x.transpose());
            Tensor polynomial = square.mul(B).add(square.matmul(square).mul(C));
            x = x.mul(A).add(polynomial.matmul(x));
        }
        return isTall ? x.transpose() : x;
    }

    private static Tensor ofLength(Tensor x, double length) {
        return x.mul(x.square().sum().sqrt().add(LITTLE).reciprocal().mul(length));
    }
}
