package fovea.onnx.operator;

import fovea.onnx.model.OnnxType;
import fovea.onnx.model.OnnxValue;
import fovea.tensor.DType;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Numbers brought to a common scale. */
final class Normalization {
    private static final double EPSILON = 1e-5f;

    private Normalization() {}

    static Map<String, Operator> table() {
        Map<String, Operator> all = new HashMap<>();
        all.put("BatchNormalization", Normalization::batch);
        all.put(
                "InstanceNormalization",
                call -> call.one(Convolution.biased(
                        normalized(call.x(0), spatial(call.x(0)), call.real("epsilon", EPSILON))
                                .mul(Convolution.perChannel(call.x(1), call.shape(0))),
                        call.x(2))));
        all.put("LayerNormalization", Normalization::layer);
        all.put("GroupNormalization", call -> call.one(group(call)));
        all.put("RMSNormalization", call -> call.one(rms(call)));
        all.put("LRN", call -> call.one(neighbors(call)));
        all.put("LpNormalization", call -> call.one(norm(call)));
        all.put("MeanVarianceNormalization", call -> call.one(standardized(call)));
        return all;
    }

    private static int[] spatial(Tensor x) {
        return IntStream.range(2, x.shape().rank()).toArray();
    }

    private static Shape kept(Shape x, int... axes) {
        Shape y = x;
        for (int axis : axes) {
            y = y.with(axis, 1);
        }
        return y;
    }

    private static Tensor mean(Tensor x, int... axes) {
        return x.mean(axes).reshape(kept(x.shape(), axes));
    }

    /** {@code (x − μ) / √(v + ε)} over axes. */
    private static Tensor normalized(Tensor x, int[] axes, double epsilon) {
        Tensor centered = x.sub(mean(x, axes));
        return centered.div(mean(centered.square(), axes).add(epsilon).sqrt());
    }

    private static List<OnnxValue> batch(Call call) {
        Tensor x = call.x(0);
        double epsilon = call.real("epsilon", EPSILON);
        boolean learns = call.opset() >= 14
                ? call.flag("training_mode", false)
                : call.outputs() > 1 && !call.flag("is_test", false);
        if (!learns) {
            return call.one(x.batchNorm(
                    flat(call.x(3)).cast(x.dtype()),
                    flat(call.x(4)).cast(x.dtype()),
                    flat(call.x(1)).cast(x.dtype()),
                    flat(call.x(2)).cast(x.dtype()),
                    epsilon));
        }
        int[] axes = IntStream.range(0, x.shape().rank()).filter(i -> i != 1).toArray();
        Tensor mean = x.mean(axes);
        Tensor variance =
                x.sub(Convolution.perChannel(mean, x.shape())).square().mean(axes);
        double momentum = call.real("momentum", 0.9f);
        List<OnnxValue> results = new ArrayList<>();
        results.add(Carrying.as(
                call.type(0),
                x.batchNorm(mean, variance, call.x(1).cast(x.dtype()), call.x(2).cast(x.dtype()), epsilon)));
        results.add(Carrying.as(call.type(3), running(call.x(3), mean, momentum)));
        results.add(Carrying.as(call.type(4), running(call.x(4), variance, momentum)));
        return results;
    }

    private static Tensor flat(Tensor x) {
        return x.reshape(-1);
    }

    private static Tensor running(Tensor before, Tensor now, double momentum) {
        return before.mul(momentum).add(now.cast(before.dtype()).mul(1 - momentum));
    }

    /** Outputs: y, and of each row the mean and the reciprocal of the deviation. */
    private static List<OnnxValue> layer(Call call) {
        Tensor x = call.x(0);
        int rank = x.shape().rank();
        int[] axes =
                IntStream.range(call.axis(call.whole("axis", -1), rank), rank).toArray();
        Tensor mean = mean(x, axes);
        Tensor centered = x.sub(mean);
        Tensor scale = mean(centered.square(), axes)
                .add(call.real("epsilon", EPSILON))
                .sqrt()
                .reciprocal();
        Tensor y = stashed(call, centered.mul(scale)).mul(call.x(1));
        OnnxType stash = x.dtype() == DType.F64 ? OnnxType.DOUBLE : call.typeSetting("stash_type", OnnxType.FLOAT);
        return List.of(
                Carrying.as(call.type(0), call.has(2) ? y.add(call.x(2)) : y),
                Carrying.as(stash, mean),
                Carrying.as(stash, scale));
    }

    /** What is normalized in single precision is rounded to x's type before it is scaled. */
    private static Tensor stashed(Call call, Tensor normalized) {
        return Carrying.as(call.type(0), normalized).computed();
    }

    private static Tensor group(Call call) {
        Tensor x = call.x(0);
        int groups = call.integer("num_groups", 1);
        Shape shape = x.shape();
        int channels = shape.size(1);
        Tensor parts = x.reshape(shape.size(0), groups, -1);
        Tensor y = stashed(
                call,
                normalized(parts, new int[] {2}, call.real("epsilon", EPSILON)).reshape(shape));
        return y.mul(perChannel(call.x(1), shape, channels)).add(perChannel(call.x(2), shape, channels));
    }

    /** Before opset 21 there is one number for each group. */
    private static Tensor perChannel(Tensor values, Shape x, int channels) {
        int each = channels / Math.max(1, values.shape().size(0));
        return Convolution.perChannel(each > 1 ? values.repeatInterleave(0, each) : values, x);
    }

    private static Tensor rms(Call call) {
        Tensor x = call.x(0);
        int rank = x.shape().rank();
        int[] axes =
                IntStream.range(call.axis(call.whole("axis", -1), rank), rank).toArray();
        Tensor scale = mean(x.square(), axes).add(call.real("epsilon", EPSILON)).sqrt();
        return stashed(call, x.div(scale)).mul(call.x(1));
    }

    /** Over the channels around each one: as many before as after, one more after where their number is even. */
    private static Tensor neighbors(Call call) {
        Tensor x = call.x(0);
        int size = call.integer("size", 1);
        Tensor squares = x.square().pad(1, (size - 1) / 2, size - 1 - (size - 1) / 2);
        int channels = x.shape().size(1);
        Tensor around = squares.slice(1, 0, channels);
        for (int i = 1; i < size; i++) {
            around = around.add(squares.slice(1, i, i + channels));
        }
        double alpha = call.real("alpha", 1e-4f) / size;
        return x.div(around.mul(alpha).add(call.real("bias", 1)).pow(call.real("beta", 0.75)));
    }

    private static Tensor norm(Call call) {
        Tensor x = call.x(0);
        int axis = call.axis(call.whole("axis", -1), x.shape().rank());
        Tensor norm = x.norm((double) call.whole("p", 2), axis).reshape(kept(x.shape(), axis));
        return norm.eq(0).where(norm.mul(0), x.div(norm));
    }

    private static Tensor standardized(Call call) {
        Tensor x = call.x(0);
        int[] axes = Arrays.stream(call.integers("axes", 0, 2, 3))
                .map(axis -> call.axis(axis, x.shape().rank()))
                .toArray();
        Tensor centered = x.sub(mean(x, axes));
        return centered.div(mean(centered.square(), axes).sqrt().add(1e-9));
    }
}
