package fovea.train.optim;

import fovea.autograd.Autograd;
import fovea.autograd.Autograd.ValueAndGradients;
import fovea.device.Region;
import fovea.tensor.Parameter;
import fovea.tensor.Tensor;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * Newton's method, {@code θ ← θ + t p} with {@code H p ≈ −g}, for whole sets and smooth losses. The system is solved by conjugate gradients,
 * which need products with the Hessian and never the matrix, only as well as the gradient is short, and left where the loss curves downward
 * (Nocedal and Wright 2006, "Numerical optimization", algorithm 7.1, line search Newton–CG; Martens 2010, "Deep learning via Hessian-free
 * optimization"). A product costs about two gradients: it is the gradient of {@code gᵀv}.
 *
 * <p>It asks for the loss as often as it needs to, so it is no {@link Optimizer}; it carries nothing from one step to the next.
 *
 * @param most iterations of a step
 * @param products with the Hessian at most, of an iteration
 * @param gradientTolerance a step ends where no partial derivative is larger
 */
public record NewtonCg(FlatWeights weights, int most, int products, double gradientTolerance) {
    private static final double CURVATURE = 0.9;
    private static final double CHANGE = 1e-12;

    /** For the parameters of a model, as many products an iteration as there are weights but at most 50, tolerance 1e-7. */
    public static NewtonCg of(Object model, int iterations) {
        FlatWeights weights = FlatWeights.of(model);
        return new NewtonCg(weights, iterations, Math.min(50, weights.size()), 1e-7);
    }

    /** The same with another tolerance. */
    public NewtonCg withTolerance(double gradientTolerance) {
        return new NewtonCg(weights, most, products, gradientTolerance);
    }

    /**
     * Several iterations.
     *
     * @param loss with the weights as they are; twice differentiable
     * @return the loss before
     */
    public double step(Supplier<Tensor> loss) {
        Walk walk = new Walk(weights, () -> gradients(loss));
        double before = walk.loss();
        for (int i = 0; i < most && Vectors.largest(walk.gradient()) > gradientTolerance; i++) {
            if (walk.search(1, direction(walk.gradient(), loss), CURVATURE, CHANGE) == 0) {
                break;
            }
        }
        return before;
    }

    private ValueAndGradients gradients(Supplier<Tensor> loss) {
        return Autograd.valueAndGradients(weights.parameters(), loss);
    }

    private double[] direction(double[] g, Supplier<Tensor> loss) {
        double length = Math.sqrt(Vectors.dot(g, g));
        double enough = Math.min(0.5, Math.sqrt(length)) * length;
        double[] p = new double[g.length];
        double[] residual = g;
        double[] d = Vectors.times(g, -1);
        for (int i = 0; i < products; i++) {
            double[] hd = product(d, loss);
            double curvature = Vectors.dot(d, hd);
            double square = Vectors.dot(residual, residual);
            if (!(curvature > 0)) {
                return i == 0 ? d : p;
            }
            p = Vectors.plus(p, square / curvature, d);
            residual = Vectors.plus(residual, square / curvature, hd);
            double left = Vectors.dot(residual, residual);
            if (Math.sqrt(left) < enough) {
                break;
            }
            d = Vectors.plus(Vectors.times(residual, -1), left / square, d);
        }
        return p;
    }

    /** {@code H v}. */
    private double[] product(double[] v, Supplier<Tensor> loss) {
        double[][] product = new double[1][];
        Region.run(() -> {
            Map<Parameter, Tensor> along = weights.split(v);
            ValueAndGradients y = Autograd.valueAndGradients(
                    weights.parameters(),
                    () -> gradients(loss).gradients().entrySet().stream()
                            .map(each -> each.getValue()
                                    .mul(Objects.requireNonNull(along.get(each.getKey())))
                                    .sum())
                            .reduce(Tensor::add)
                            .orElseThrow());
            product[0] = weights.gradient(y.gradients());
        });
        return product[0];
    }
}
