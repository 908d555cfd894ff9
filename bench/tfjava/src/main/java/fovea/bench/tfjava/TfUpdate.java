package fovea.bench.tfjava;

import fovea.bench.Update;
import java.util.ArrayList;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Gradients;
import org.tensorflow.op.core.Variable;
import org.tensorflow.types.TFloat32;

/**
 * TensorFlow's own update kernels, none of which begins before all gradients are there: a backward pass reads the weights, and nothing
 * else in a graph would keep an update from changing them under it. Its optimizers in Java leave that open.
 */
final class TfUpdate {
    private final Ops tf;
    private final Ops afterGradients;
    private final List<Variable<TFloat32>> parameters;
    private final Gradients gradients;
    private final List<Op> first = new ArrayList<>();

    TfUpdate(Ops tf, Operand<TFloat32> loss, List<Variable<TFloat32>> parameters) {
        this.tf = tf;
        this.parameters = parameters;
        this.gradients = tf.gradients(loss, parameters);
        this.afterGradients = tf.withControlDependencyOps(
                gradients.dy().stream().map(Operand::op).toList());
    }

    /** What gives velocities and moments their first values; known once {@link #op} was asked for. */
    List<Op> first() {
        return first;
    }

    /** The update of all parameters. */
    Op op(Update update) {
        return switch (update) {
            case Update.Descent descent ->
                tf.withControlDependencies(descend(descent)).noOp();
            case Update.Adam adam -> adam(adam);
        };
    }

    private List<Op> descend(Update.Descent descent) {
        List<Op> updates = new ArrayList<>();
        for (int i = 0; i < parameters.size(); i++) {
            Variable<TFloat32> parameter = parameters.get(i);
            Operand<TFloat32> gradient = gradients.dy(i);
            if (descent.decay() != 0) {
                gradient = tf.math.add(gradient, tf.math.mul(parameter, number(descent.decay())));
            }
            updates.add(
                    descent.momentum() == 0
                            ? afterGradients.train.applyGradientDescent(parameter, number(descent.rate()), gradient)
                            : afterGradients.train.applyMomentum(
                                    parameter,
                                    zeros(parameter),
                                    number(descent.rate()),
                                    gradient,
                                    number(descent.momentum())));
        }
        return updates;
    }

    private Op adam(Update.Adam adam) {
        Variable<TFloat32> power1 = filled(Shape.scalar(), adam.beta1());
        Variable<TFloat32> power2 = filled(Shape.scalar(), Update.Adam.BETA2);
        List<Op> updates = new ArrayList<>();
        for (int i = 0; i < parameters.size(); i++) {
            Variable<TFloat32> parameter = parameters.get(i);
            updates.add(afterGradients.train.applyAdam(
                    parameter,
                    zeros(parameter),
                    zeros(parameter),
                    power1,
                    power2,
                    number(adam.rate()),
                    number(adam.beta1()),
                    number(Update.Adam.BETA2),
                    number(Update.Adam.EPSILON),
                    gradients.dy(i)));
        }
        Ops after = tf.withControlDependencies(updates);
        Op next1 = after.assign(power1, after.math.mul(power1, number(adam.beta1())));
        Op next2 = after.assign(power2, after.math.mul(power2, number(Update.Adam.BETA2)));
        return tf.withControlDependencies(List.of(next1, next2)).noOp();
    }

    private Variable<TFloat32> zeros(Variable<TFloat32> like) {
        return filled(like.shape(), 0);
    }

    private Variable<TFloat32> filled(Shape shape, double value) {
        Variable<TFloat32> variable = tf.variable(shape, TFloat32.class);
        first.add(tf.assign(variable, tf.fill(tf.constant(shape.asArray()), number(value))));
        return variable;
    }

    private Operand<TFloat32> number(double value) {
        return tf.constant((float) value);
    }
}
