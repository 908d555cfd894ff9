package fovea.bench.tfjava;

import fovea.bench.Net;
import fovea.bench.Part;
import fovea.bench.Weight;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.core.StridedSlice;
import org.tensorflow.op.core.VarHandleOp;
import org.tensorflow.op.core.Variable;
import org.tensorflow.op.nn.FusedBatchNorm;
import org.tensorflow.op.nn.LeakyRelu;
import org.tensorflow.types.TFloat32;

/** A net as a TensorFlow graph, channels-last, which is all that its kernels for processors know. */
final class TfNet {
    private static final float MOMENTUM = 0.1f;

    private final Ops tf;
    private final Iterator<Weight> weights;
    private final List<Start> starts = new ArrayList<>();
    private final List<Variable<TFloat32>> parameters = new ArrayList<>();
    private final List<Op> statistics = new ArrayList<>();
    private final List<Op> statisticsAtStart = new ArrayList<>();
    private final Operand<TFloat32> logits;

    /** Height, width and channels of what was flattened last: the linear layer behind it counts channels first. */
    private Shape flattened = Shape.of(1, 1, 1);

    TfNet(Ops tf, Net net, Operand<TFloat32> images) {
        this.tf = tf;
        this.weights = net.weights().iterator();
        this.logits = chain(net.parts(), images);
    }

    Operand<TFloat32> logits() {
        return logits;
    }

    List<Variable<TFloat32>> parameters() {
        return parameters;
    }

    /** What gives the parameters their first values. */
    List<Start> starts() {
        return starts;
    }

    /** What gives the running statistics their first values. */
    List<Op> statisticsAtStart() {
        return statisticsAtStart;
    }

    /** What moves the running statistics in each step. */
    List<Op> statistics() {
        return statistics;
    }

    private Operand<TFloat32> chain(List<Part> parts, Operand<TFloat32> x) {
        Operand<TFloat32> y = x;
        for (Part part : parts) {
            y = apply(part, y);
        }
        return y;
    }

    private Operand<TFloat32> apply(Part part, Operand<TFloat32> x) {
        return switch (part) {
            case Part.Convolution c -> convolution(c, x);
            case Part.Norm n -> norm(n, x);
            case Part.Dense _ -> dense(x);
            case Part.Relu _ -> tf.nn.relu(x);
            case Part.LeakyRelu l -> tf.nn.leakyRelu(x, LeakyRelu.alpha((float) l.slope()));
            case Part.Tanh _ -> tf.math.tanh(x);
            case Part.MaxPool p -> maxPool(p, x);
            case Part.Mean _ -> tf.math.mean(x, tf.constant(new int[] {1, 2}));
            case Part.Flatten _ -> flatten(x);
            case Part.Halved _ -> halved(x);
            case Part.Sum s -> tf.math.add(chain(s.body(), x), chain(s.shortcut(), x));
            case Part.Branches b ->
                tf.concat(b.branches().stream().map(branch -> chain(branch, x)).toList(), tf.constant(3));
            case Part.Transposed _ -> throw new UnsupportedOperationException("no contest needs it");
        };
    }

    /** With a stride TensorFlow pads by a rule of its own, and its gradients in C++ know no other. */
    private Operand<TFloat32> convolution(Part.Convolution c, Operand<TFloat32> x) {
        List<Long> strides = List.of(1L, (long) c.stride(), (long) c.stride(), 1L);
        boolean same = c.padding() > 0 && c.stride() == 1 && 2 * c.padding() == c.kernel() - 1;
        Operand<TFloat32> from = same ? x : padded(x, c.padding(), 0);
        Operand<TFloat32> y = tf.nn.conv2d(from, parameter(Arrangement::kernel), strides, same ? "SAME" : "VALID");
        return c.biased() ? tf.nn.biasAdd(y, parameter(Arrangement::asItIs)) : y;
    }

    private Operand<TFloat32> dense(Operand<TFloat32> x) {
        Shape image = flattened;
        Variable<TFloat32> weight = parameter(each -> Arrangement.matrix(each, image));
        flattened = Shape.of(1, 1, 1);
        return tf.nn.biasAdd(tf.linalg.matMul(x, weight), parameter(Arrangement::asItIs));
    }

    /** Without a shared name all handles would be one variable. */
    private Operand<TFloat32> norm(Part.Norm n, Operand<TFloat32> x) {
        long channels = size(x, 3);
        VarHandleOp mean = statistic(n.path() + ".mean", channels, 0);
        VarHandleOp variance = statistic(n.path() + ".variance", channels, 1);
        var normalized = tf.nn.fusedBatchNorm(
                x,
                parameter(Arrangement::asItIs),
                parameter(Arrangement::asItIs),
                tf.readVariableOp(mean, TFloat32.class),
                tf.readVariableOp(variance, TFloat32.class),
                FusedBatchNorm.epsilon((float) n.epsilon()),
                FusedBatchNorm.exponentialAvgFactor(MOMENTUM),
                FusedBatchNorm.isTraining(true));
        statistics.add(tf.assignVariableOp(mean, normalized.batchMean()));
        statistics.add(tf.assignVariableOp(variance, normalized.batchVariance()));
        return normalized.y();
    }

    private VarHandleOp statistic(String name, long channels, float value) {
        VarHandleOp handle = tf.varHandleOp(TFloat32.class, Shape.of(channels), VarHandleOp.sharedName(name));
        statisticsAtStart.add(
                tf.assignVariableOp(handle, tf.fill(tf.constant(new long[] {channels}), tf.constant(value))));
        return handle;
    }

    private Operand<TFloat32> maxPool(Part.MaxPool p, Operand<TFloat32> x) {
        if (p.ceil()) {
            throw new UnsupportedOperationException("no contest needs it");
        }
        return tf.nn.maxPool(
                padded(x, p.padding(), -Float.MAX_VALUE),
                tf.constant(new int[] {1, p.kernel(), p.kernel(), 1}),
                tf.constant(new int[] {1, p.stride(), p.stride(), 1}),
                "VALID");
    }

    private Operand<TFloat32> padded(Operand<TFloat32> x, int p, float value) {
        int[][] pixels = {{0, 0}, {p, p}, {p, p}, {0, 0}};
        return p == 0 ? x : tf.pad(x, tf.constant(pixels), tf.constant(value));
    }

    private Operand<TFloat32> flatten(Operand<TFloat32> x) {
        flattened = Shape.of(size(x, 1), size(x, 2), size(x, 3));
        return tf.reshape(x, tf.constant(new int[] {-1, (int) flattened.size()}));
    }

    private Operand<TFloat32> halved(Operand<TFloat32> x) {
        int padding = (int) size(x, 3) / 2;
        Operand<TFloat32> pixels = tf.stridedSlice(
                x,
                tf.constant(new int[4]),
                tf.constant(new int[4]),
                tf.constant(new int[] {1, 2, 2, 1}),
                StridedSlice.beginMask(15L),
                StridedSlice.endMask(15L));
        return tf.pad(pixels, tf.constant(new int[][] {{0, 0}, {0, 0}, {0, 0}, {padding, padding}}), tf.constant(0f));
    }

    private static long size(Operand<TFloat32> x, int axis) {
        return x.shape().get(axis);
    }

    /** The next of the workload's arrays, which parts take in the order of the forward pass, in TensorFlow's order. */
    private Variable<TFloat32> parameter(Function<Weight, Arrangement> order) {
        Arrangement arranged = order.apply(weights.next());
        Shape shape = Shape.of(arranged.shape());
        Variable<TFloat32> variable = tf.variable(shape, TFloat32.class);
        var value = tf.placeholder(TFloat32.class, Placeholder.shape(shape));
        starts.add(new Start(value, tf.assign(variable, value), arranged));
        parameters.add(variable);
        return variable;
    }

    /**
     * A first value on its way into a variable: as a constant of the graph it would not fit into some.
     *
     * @param value what is fed
     * @param assignment what puts it in its place
     * @param array the numbers
     */
    record Start(Operand<TFloat32> value, Op assignment, Arrangement array) {}
}
