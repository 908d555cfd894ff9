package fovea.train;

import fovea.nn.Variables;
import fovea.tensor.Parameter;
import fovea.tensor.Shape;
import fovea.tensor.Spec;
import fovea.tensor.State;
import fovea.tensor.Tensor;
import fovea.tensor.Variable;
import fovea.train.optim.Optimizer;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * A factor on the loss that keeps gradients within the range of {@code f16}, and finds itself (Micikevicius et al. 2017, section 3.2, <a
 * href="https://arxiv.org/abs/1710.03740">arXiv:1710.03740</a>): gradients of {@code s · loss} are divided by s before they are used; where one
 * is infinite or no number, the step is left out and s halved; after 2,000 steps in a row that were not, s is doubled. These numbers and
 * the first s, 65,536, are those of PyTorch's {@code GradScaler}.
 *
 * @param scale s, a scalar
 * @param steps in a row with finite gradients, a scalar
 */
public record LossScale(State scale, State steps) {
    private static final double FIRST = 65_536;
    private static final double GROWTH = 2;
    private static final double BACKOFF = 0.5;
    private static final int INTERVAL = 2_000;

    /** A fresh one. */
    public static LossScale fresh() {
        return new LossScale(scalar(FIRST), scalar(0));
    }

    private static State scalar(double value) {
        return new State(Tensor.full(Spec.f32(Shape.SCALAR), value));
    }

    /** What is differentiated in place of {@code loss}. */
    public Tensor of(Tensor loss) {
        return loss.mul(scale.get());
    }

    /** A step by gradients of the scaled loss, or none. */
    public void step(Optimizer optimizer, Map<Parameter, Tensor> gradients) {
        Tensor one = scale.get().reciprocal();
        Map<Parameter, Tensor> unscaled = new LinkedHashMap<>();
        gradients.forEach((parameter, g) -> unscaled.put(parameter, g.mul(one)));
        Tensor isFinite = gradients.values().stream()
                .map(g -> g.mul(0).sum()) // 0, or no number
                .reduce(scale.get().mul(0), Tensor::add)
                .isFinite();
        Map<Variable, Tensor> before = new LinkedHashMap<>();
        changed(optimizer, gradients).forEach(variable -> before.put(variable, variable.get()));
        optimizer.step(unscaled);
        before.forEach((variable, old) -> {
            Tensor now = variable.get();
            if (!now.equals(old)) {
                variable.set(isFinite.where(now, old));
            }
        });
        adapt(isFinite);
    }

    private static Set<Variable> changed(Optimizer optimizer, Map<Parameter, Tensor> gradients) {
        Set<Variable> all = Collections.newSetFromMap(new IdentityHashMap<>());
        all.addAll(gradients.keySet());
        all.addAll(Variables.of(optimizer).named().values());
        return all;
    }

    private void adapt(Tensor isFinite) {
        Tensor s = scale.get();
        Tensor count = steps.get().add(1);
        Tensor isLong = count.ge(INTERVAL);
        scale.set(isFinite.where(isLong.where(s.mul(GROWTH), s), s.mul(BACKOFF)));
        steps.set(isFinite.where(isLong.where(0, count), 0));
    }
}
