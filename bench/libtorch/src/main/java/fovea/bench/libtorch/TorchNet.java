package fovea.bench.libtorch;

import fovea.bench.Net;
import fovea.bench.Part;
import fovea.bench.Weight;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/**
 * A net in libtorch's functional interface, written as one would who wants it fast: activations and sums in place, and batch norm folded
 * into the convolution before it where nothing is learnt.
 */
final class TorchNet {
    private static final TensorOptional NONE = new TensorOptional();
    private static final LongOptional TO_END = new LongOptional(Long.MAX_VALUE);
    private static final LongOptional FROM_START = new LongOptional(0);
    private static final long[] ONES = {1, 1};
    private static final double MOMENTUM = 0.1;

    private final Layout layout;
    private final boolean learns;
    private final Iterator<Weight> weights;
    private final List<Tensor> parameters = new ArrayList<>();
    private final UnaryOperator<Tensor> function;

    private TorchNet(Net net, Layout layout, boolean learns) {
        this.layout = layout;
        this.learns = learns;
        this.weights = net.weights().iterator();
        this.function = chain(net.parts());
    }

    static TorchNet learning(Net net, Layout layout) {
        return new TorchNet(net, layout, true);
    }

    static TorchNet trained(Net net, Layout layout) {
        return new TorchNet(net, layout, false);
    }

    Tensor forward(Tensor x) {
        return function.apply(x);
    }

    List<Tensor> parameters() {
        return parameters;
    }

    private UnaryOperator<Tensor> chain(List<Part> parts) {
        List<UnaryOperator<Tensor>> functions = new ArrayList<>();
        for (int i = 0; i < parts.size(); i++) {
            if (!learns && i + 1 < parts.size() && parts.get(i + 1) instanceof Part.Norm norm) {
                functions.add(folded((Part.Convolution) parts.get(i++), norm));
            } else {
                functions.add(function(parts.get(i)));
            }
        }
        return x -> {
            Tensor y = x;
            for (UnaryOperator<Tensor> each : functions) {
                y = each.apply(y);
            }
            return y;
        };
    }

    private UnaryOperator<Tensor> function(Part part) {
        return switch (part) {
            case Part.Convolution c -> convolution(c, next(), c.biased() ? new TensorOptional(next()) : NONE);
            case Part.Transposed t -> transposed(t, next());
            case Part.Norm n -> norm(n, next(), next());
            case Part.Dense _ -> dense(next(), new TensorOptional(next()));
            case Part.Relu _ -> Tensor::relu_;
            case Part.LeakyRelu l -> leakyRelu(new Scalar(l.slope()));
            case Part.Tanh _ -> Tensor::tanh_;
            case Part.MaxPool p -> maxPool(p);
            case Part.Mean _ -> x -> torch.adaptive_avg_pool2d(x, 1, 1).flatten(1, -1);
            case Part.Flatten _ -> x -> x.flatten(1, -1);
            case Part.Halved _ -> TorchNet::halved;
            case Part.Sum s -> sum(chain(s.body()), chain(s.shortcut()));
            case Part.Branches b ->
                branches(b.branches().stream().map(this::chain).toList());
        };
    }

    /** The next of the workload's arrays, which parts take in the order of the forward pass. */
    private Tensor next() {
        Tensor parameter = layout.of(Blob.of(weights.next()));
        if (learns) {
            parameter.set_requires_grad(true);
        }
        parameters.add(parameter);
        return parameter;
    }

    private static UnaryOperator<Tensor> convolution(Part.Convolution c, Tensor weight, TensorOptional bias) {
        long[] stride = {c.stride(), c.stride()};
        long[] padding = {c.padding(), c.padding()};
        return x -> torch.conv2d(x, weight, bias, stride, padding, ONES, 1);
    }

    /** {@code scale · (w ∗ x) / √(1 + ε) + shift}: running statistics are mean 0 and variance 1. */
    private UnaryOperator<Tensor> folded(Part.Convolution c, Part.Norm norm) {
        Tensor weight = next();
        Tensor scale = next().mul(new Scalar(1 / Math.sqrt(1 + norm.epsilon())));
        return convolution(c, layout.of(weight.mul(scale.reshape(-1, 1, 1, 1))), new TensorOptional(next()));
    }

    private static UnaryOperator<Tensor> transposed(Part.Transposed t, Tensor weight) {
        long[] stride = {t.stride(), t.stride()};
        long[] padding = {t.padding(), t.padding()};
        return x -> torch.conv_transpose2d(x, weight, NONE, stride, padding, new long[] {0, 0}, 1, ONES);
    }

    private static UnaryOperator<Tensor> norm(Part.Norm n, Tensor weight, Tensor bias) {
        TensorOptional scale = new TensorOptional(weight);
        TensorOptional shift = new TensorOptional(bias);
        TensorOptional mean = new TensorOptional(torch.zeros(weight.numel()));
        TensorOptional variance = new TensorOptional(torch.ones(weight.numel()));
        return x -> torch.batch_norm(x, scale, shift, mean, variance, true, MOMENTUM, n.epsilon(), true);
    }

    private static UnaryOperator<Tensor> dense(Tensor weight, TensorOptional bias) {
        return x -> torch.linear(x, weight, bias);
    }

    private static UnaryOperator<Tensor> leakyRelu(Scalar slope) {
        return x -> torch.leaky_relu_(x, slope);
    }

    private static UnaryOperator<Tensor> maxPool(Part.MaxPool p) {
        long[] kernel = {p.kernel(), p.kernel()};
        long[] stride = {p.stride(), p.stride()};
        long[] padding = {p.padding(), p.padding()};
        return x -> torch.max_pool2d(x, kernel, stride, padding, ONES, p.ceil());
    }

    /** Every second pixel of every second row, between zero channels. */
    private static Tensor halved(Tensor x) {
        Tensor pixels = x.slice(2, FROM_START, TO_END, 2).slice(3, FROM_START, TO_END, 2);
        long padding = x.size(1) / 2;
        return torch.constant_pad_nd(pixels, new long[] {0, 0, 0, 0, padding, padding}, new Scalar(0.0));
    }

    private static UnaryOperator<Tensor> sum(UnaryOperator<Tensor> body, UnaryOperator<Tensor> shortcut) {
        return x -> body.apply(x).add_(shortcut.apply(x));
    }

    private static UnaryOperator<Tensor> branches(List<UnaryOperator<Tensor>> branches) {
        return x -> torch.cat(
                new TensorVector(
                        branches.stream().map(branch -> branch.apply(x)).toArray(Tensor[]::new)),
                1);
    }
}
