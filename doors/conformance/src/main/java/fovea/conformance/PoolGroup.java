package fovea.conformance;

import fovea.tensor.AvgPool;
import fovea.tensor.Pooled;
import fovea.tensor.Tensor;
import fovea.tensor.Window;
import java.util.Map;
import java.util.function.BiFunction;

/** Pooling and its inverse. */
final class PoolGroup {
    private PoolGroup() {}

    static Operations operations() {
        Operations operations = new Operations();
        for (int i = 1; i <= 3; i++) {
            int rank = i;
            String suffix = "%dd".formatted(rank);
            operations
                    .withMany("max_pool" + suffix, pooled(rank, (x, attributes) -> {
                        Window window = window(rank, attributes);
                        return x.maxPoolWithIndices(
                                attributes.bool("ceil_mode", false) ? window.roundedUp(x.shape()) : window);
                    }))
                    .withMany(
                            "adaptive_max_pool" + suffix,
                            pooled(rank, (x, attributes) -> x.adaptiveMaxPoolWithIndices(size(x, rank, attributes))))
                    .with("avg_pool" + suffix, single(rank, (x, attributes) -> average(x, rank, attributes)))
                    .with(
                            "adaptive_avg_pool" + suffix,
                            single(rank, (x, attributes) -> x.adaptiveAvgPool(size(x, rank, attributes))))
                    .with(
                            "lp_pool" + suffix,
                            single(
                                    rank,
                                    (x, attributes) -> x.lpPool(
                                            attributes.number("norm_type"),
                                            window(rank, attributes),
                                            attributes.bool("ceil_mode", false))))
                    .withMany("fractional_max_pool" + suffix, (in, attributes) -> fractional(rank, in, attributes))
                    .with("max_unpool" + suffix, (in, attributes) -> unpool(rank, in, attributes));
        }
        return operations;
    }

    private static Operation pooled(int rank, BiFunction<Tensor, Attributes, Pooled> pool) {
        return (in, attributes) -> {
            Tensor x = in.tensor("x");
            Pooled pooled = pool.apply(Batches.of(x, rank), attributes);
            return Map.of(
                    "y", Batches.like(x, rank, pooled.values()), "indices", Batches.like(x, rank, pooled.indices()));
        };
    }

    private static Operation.Single single(int rank, BiFunction<Tensor, Attributes, Tensor> pool) {
        return (in, attributes) -> {
            Tensor x = in.tensor("x");
            return Batches.like(x, rank, pool.apply(Batches.of(x, rank), attributes));
        };
    }

    private static Window window(int rank, Attributes attributes) {
        int[] kernel = attributes.ints("kernel_size", rank);
        return Window.of(kernel)
                .withStride(attributes.has("stride") ? attributes.ints("stride", rank) : kernel)
                .withPadding(attributes.ints("padding", rank, 0))
                .withDilation(attributes.ints("dilation", rank, 1));
    }

    private static Tensor average(Tensor x, int rank, Attributes attributes) {
        return new AvgPool(
                        window(rank, attributes),
                        attributes.bool("ceil_mode", false),
                        attributes.bool("count_include_pad", true),
                        attributes.integer("divisor_override", 0))
                .apply(x);
    }

    /** The size asked for; along axes where none is, that of x. */
    private static int[] size(Tensor x, int rank, Attributes attributes) {
        int[] size = attributes.ints("output_size", rank);
        for (int i = 0; i < rank; i++) {
            size[i] = size[i] == Attributes.NONE ? x.shape().size(2 + i) : size[i];
        }
        return size;
    }

    private static Map<String, Tensor> fractional(int rank, Inputs in, Attributes attributes) {
        Tensor x = Batches.of(in.tensor("x"), rank);
        int[] size = new int[rank];
        for (int i = 0; i < rank; i++) {
            size[i] = attributes.has("output_ratio")
                    ? (int) (x.shape().size(2 + i)
                            * attributes
                                    .numbers("output_ratio")[attributes.numbers("output_ratio").length == 1 ? 0 : i])
                    : attributes.ints("output_size", rank)[i];
        }
        Pooled pooled = x.fractionalMaxPool(attributes.ints("kernel_size", rank), size, in.tensor("samples"));
        return Map.of(
                "y", Batches.like(in.tensor("x"), rank, pooled.values()),
                "indices", Batches.like(in.tensor("x"), rank, pooled.indices()));
    }

    private static Tensor unpool(int rank, Inputs in, Attributes attributes) {
        Tensor x = Batches.of(in.tensor("x"), rank);
        Tensor indices = Batches.of(in.tensor("indices"), rank);
        Tensor y;
        if (attributes.has("output_size")) {
            int[] size = attributes.ints("output_size");
            y = x.maxUnpool(indices, java.util.Arrays.copyOfRange(size, size.length - rank, size.length));
        } else {
            y = x.maxUnpool(indices, window(rank, attributes));
        }
        return Batches.like(in.tensor("x"), rank, y);
    }
}
