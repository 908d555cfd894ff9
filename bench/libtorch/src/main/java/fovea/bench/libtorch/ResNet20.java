package fovea.bench.libtorch;

import fovea.bench.Contestant;
import fovea.bench.ResNet20Training;
import fovea.bench.Weight;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.SGD;
import org.bytedeco.pytorch.SGDOptions;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** {@link ResNet20Training} in libtorch, written as a user of its functional interface would who wants it fast. */
final class ResNet20 implements Contestant.Step {
    private static final TensorOptional NO_BIAS = new TensorOptional();
    private static final LongOptional TO_END = new LongOptional(Long.MAX_VALUE);
    private static final LongOptional FROM_START = new LongOptional(0);

    private final Map<String, Tensor> parameters = new HashMap<>();
    private final Map<String, Norm> norms = new HashMap<>();
    private final Tensor pixels;
    private final Tensor labels;
    private final SGD optimizer;

    ResNet20(ResNet20Training training, Layout layout) {
        TensorVector updated = new TensorVector();
        for (Weight weight : training.weights()) {
            Tensor parameter = layout.of(floats(weight.values(), longs(weight)));
            parameter.set_requires_grad(true);
            parameters.put(weight.name(), parameter);
            updated.push_back(parameter);
        }
        training.norms().forEach(name -> norms.put(name, norm(name)));
        int side = ResNet20Training.SIDE;
        pixels = layout.of(floats(training.pixels(), ResNet20Training.BATCH, ResNet20Training.COLORS, side, side));
        labels = integers(training.labels());
        optimizer = new SGD(updated, options());
    }

    @Override
    public float run() {
        try (PointerScope _ = new PointerScope()) {
            optimizer.zero_grad();
            Tensor loss = torch.cross_entropy_loss(forward(pixels), labels);
            loss.backward();
            optimizer.step();
            return loss.item_float();
        }
    }

    private Tensor forward(Tensor images) {
        Tensor x = normalized(images, "conv1", "bn1", 1).relu_();
        int in = ResNet20Training.WIDTHS.getFirst();
        for (int group = 0; group < ResNet20Training.WIDTHS.size(); group++) {
            int out = ResNet20Training.WIDTHS.get(group);
            for (int block = 0; block < ResNet20Training.BLOCKS; block++) {
                x = block(x, "layer" + (group + 1) + "." + block + ".", in, out);
                in = out;
            }
        }
        Tensor features = torch.adaptive_avg_pool2d(x, 1, 1).flatten(1, -1);
        return torch.linear(
                features, named(parameters, "linear.weight"), new TensorOptional(named(parameters, "linear.bias")));
    }

    private Tensor block(Tensor x, String path, int in, int out) {
        Tensor y = normalized(x, path + "conv1", path + "bn1", out / in).relu_();
        y = normalized(y, path + "conv2", path + "bn2", 1);
        return y.add_(in == out ? x : narrowed(x, in, out)).relu_();
    }

    /** Every second pixel of every second row, between zero channels. */
    private static Tensor narrowed(Tensor x, long in, long out) {
        Tensor rows = x.slice(2, FROM_START, TO_END, 2);
        Tensor columns = rows.slice(3, FROM_START, TO_END, 2);
        long padding = (out - in) / 2;
        return torch.constant_pad_nd(columns, new long[] {0, 0, 0, 0, padding, padding}, new Scalar(0.0));
    }

    private Tensor normalized(Tensor x, String convolution, String norm, long stride) {
        long[] strides = {stride, stride};
        long[] ones = {1, 1};
        Tensor y = torch.conv2d(x, named(parameters, convolution + ".weight"), NO_BIAS, strides, ones, ones, 1);
        return named(norms, norm).apply(y);
    }

    private Norm norm(String name) {
        Tensor scale = named(parameters, name + ".weight");
        return new Norm(
                new TensorOptional(scale),
                new TensorOptional(named(parameters, name + ".bias")),
                new TensorOptional(torch.zeros(scale.numel())),
                new TensorOptional(torch.ones(scale.numel())));
    }

    private static <T> T named(Map<String, T> all, String name) {
        return Objects.requireNonNull(all.get(name), () -> "the workload has no " + name);
    }

    private static SGDOptions options() {
        SGDOptions options = new SGDOptions(ResNet20Training.LEARNING_RATE);
        options.momentum().put(ResNet20Training.MOMENTUM);
        options.weight_decay().put(ResNet20Training.WEIGHT_DECAY);
        return options;
    }

    private static Tensor floats(float[] values, long... shape) {
        try (FloatPointer pointer = new FloatPointer(values)) {
            return torch.from_blob(pointer, shape, new TensorOptions(ScalarType.Float))
                    .clone();
        }
    }

    private static Tensor integers(int[] values) {
        long[] wide = Arrays.stream(values).asLongStream().toArray();
        try (LongPointer pointer = new LongPointer(wide)) {
            return torch.from_blob(pointer, new long[] {wide.length}, new TensorOptions(ScalarType.Long))
                    .clone();
        }
    }

    private static long[] longs(Weight weight) {
        return weight.shape().stream().mapToLong(Integer::longValue).toArray();
    }

    private record Norm(TensorOptional scale, TensorOptional shift, TensorOptional mean, TensorOptional variance) {
        Tensor apply(Tensor x) {
            return torch.batch_norm(
                    x,
                    scale,
                    shift,
                    mean,
                    variance,
                    true,
                    ResNet20Training.NORM_MOMENTUM,
                    ResNet20Training.NORM_EPSILON,
                    true);
        }
    }
}
