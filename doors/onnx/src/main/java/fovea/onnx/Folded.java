package fovea.onnx;

import fovea.graph.Graph;
import fovea.onnx.GraphWriter.Setting;
import fovea.tensor.Binary;
import fovea.tensor.Conv;
import fovea.tensor.Expand;
import fovea.tensor.MatMul;
import fovea.tensor.Op;
import fovea.tensor.Permute;
import fovea.tensor.Reshape;
import fovea.tensor.Shape;
import fovea.tensor.Unary;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Several ops that are one in ONNX: batch normalization by given statistics, a convolution with its bias, a linear layer. Written as one
 * they keep their weights under plain names, and other programs know them.
 *
 * @param inputs what the one operator reads
 */
record Folded(String operator, List<Graph.Value> inputs, List<Setting> settings) {

    /** The operator that ends in this op, if it is the last of such several; else null. */
    static @Nullable Folded of(Graph.Apply last, Map<Graph.Value, Graph.Apply> makers) {
        if (!(last.op() instanceof Binary.Add)) {
            return null;
        }
        Finder finder = new Finder(makers);
        Graph.Value bias = finder.vector(last.arguments().get(1));
        if (bias == null) {
            return null;
        }
        Graph.Value sum = last.arguments().getFirst();
        Folded convolution = finder.convolution(sum, bias);
        Folded linear = convolution != null ? convolution : finder.linear(sum, bias);
        return linear != null ? linear : finder.normalization(sum, bias);
    }

    /** Looks from a value back to what made it. */
    private record Finder(Map<Graph.Value, Graph.Apply> makers) {

        private <T extends Op> Graph.@Nullable Apply made(Graph.@Nullable Value value, Class<T> by) {
            Graph.Apply maker = value == null ? null : makers.get(value);
            return maker != null && by.isInstance(maker.op()) ? maker : null;
        }

        private <T extends Op> Graph.@Nullable Value before(Graph.@Nullable Value value, Class<T> by) {
            Graph.Apply maker = made(value, by);
            return maker == null ? null : maker.arguments().getFirst();
        }

        /** The vector, one number for each channel, that was spread over an image or over rows. */
        Graph.@Nullable Value vector(Graph.Value value) {
            Graph.Value narrow = before(value, Expand.class);
            Graph.Value shaped = narrow == null ? value : narrow;
            Graph.Value vector = before(shaped, Reshape.class);
            if (vector == null || vector.spec().shape().rank() != 1) {
                return null;
            }
            Shape wide = shaped.spec().shape();
            int channels = vector.spec().shape().size(0);
            return wide.rank() >= 2 && wide.size(1) == channels && wide.elements() == channels ? vector : null;
        }

        @Nullable
        Folded convolution(Graph.Value sum, Graph.Value bias) {
            Graph.Apply conv = made(sum, Conv.class);
            if (conv == null || !(conv.op() instanceof Conv(var window, int groups))) {
                return null;
            }
            Setting[] settings = OpWriter.window(window, Setting.of("group", (long) groups));
            return new Folded("Conv", append(conv.arguments(), bias), List.of(settings));
        }

        @Nullable
        Folded linear(Graph.Value sum, Graph.Value bias) {
            Graph.Apply product = made(sum, MatMul.class);
            if (product == null || sum.spec().shape().rank() != 2) {
                return null;
            }
            Graph.Value weight = before(product.arguments().get(1), Permute.class);
            return weight == null || weight.spec().shape().rank() != 2
                    ? null
                    : new Folded(
                            "Gemm",
                            List.of(product.arguments().getFirst(), weight, bias),
                            List.of(Setting.of("transB", 1L)));
        }

        /** {@code (x − mean) · (1/√(variance + ε) · weight) + bias}. */
        @Nullable
        Folded normalization(Graph.Value scaled, Graph.Value bias) {
            Graph.Apply product = made(scaled, Binary.Mul.class);
            Graph.Apply centered =
                    product == null ? null : made(product.arguments().getFirst(), Binary.Sub.class);
            if (product == null || centered == null) {
                return null;
            }
            Graph.Value mean = vector(centered.arguments().get(1));
            Graph.Value scale = vector(product.arguments().get(1));
            Graph.Apply weighted = made(scale, Binary.Mul.class);
            if (mean == null || weighted == null) {
                return null;
            }
            Graph.Apply shifted = made(
                    before(before(weighted.arguments().getFirst(), Unary.Reciprocal.class), Unary.Sqrt.class),
                    Unary.Affine.class);
            if (shifted == null
                    || !(shifted.op() instanceof Unary.Affine(double factor, double epsilon))
                    || factor != 1) {
                return null;
            }
            Graph.Value x = centered.arguments().getFirst();
            Graph.Value weight = weighted.arguments().get(1);
            Graph.Value variance = shifted.arguments().getFirst();
            return new Folded(
                    "BatchNormalization",
                    List.of(x, weight, bias, mean, variance),
                    List.of(Setting.of("epsilon", epsilon)));
        }

        private static List<Graph.Value> append(List<Graph.Value> values, Graph.Value last) {
            return Stream.concat(values.stream(), Stream.of(last)).toList();
        }
    }
}
