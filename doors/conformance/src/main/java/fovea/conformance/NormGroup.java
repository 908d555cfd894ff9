package fovea.conformance;

import fovea.tensor.BatchNorm;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import fovea.tensor.Window;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Normalizations. */
final class NormGroup {
    private NormGroup() {}

    static Operations operations() {
        return new Operations()
                .withMany("batch_norm", NormGroup::batchNorm)
                .withMany("instance_norm", NormGroup::instanceNorm)
                .with(
                        "layer_norm",
                        (in, a) -> in.tensor("x")
                                .layerNorm(
                                        Shape.of(a.ints("normalized_shape")),
                                        given(in, "w"),
                                        given(in, "b"),
                                        epsilon(a)))
                .with(
                        "rms_norm",
                        (in, a) -> in.tensor("x")
                                .rmsNorm(Shape.of(a.ints("normalized_shape")), given(in, "w"), epsilon(a)))
                .with(
                        "group_norm",
                        (in, a) -> in.tensor("x")
                                .groupNorm(a.integer("num_groups"), given(in, "w"), given(in, "b"), epsilon(a)))
                .with(
                        "local_response_norm",
                        (in, a) -> in.tensor("x")
                                .localResponseNorm(
                                        a.integer("size"),
                                        a.number("alpha", 1e-4),
                                        a.number("beta", 0.75),
                                        a.number("k", 1)))
                .with(
                        "normalize",
                        (in, a) -> in.tensor("x")
                                .normalize(
                                        a.number("p", 2),
                                        a.number("eps", 1e-12),
                                        a.has("dim") ? a.ints("dim") : new int[] {1}))
                .with("weight_norm", (in, a) -> used(in.tensor("v").weightNorm(in.tensor("g")), in, a))
                .withMany("spectral_norm", NormGroup::spectralNorm);
    }

    private static double epsilon(Attributes attributes) {
        return attributes.number("eps", 1e-5);
    }

    private static @Nullable Tensor given(Inputs in, String key) {
        return in.optional(key).orElse(null);
    }

    private static Map<String, Tensor> batchNorm(Inputs in, Attributes attributes) {
        Tensor x = in.tensor("x");
        Optional<Tensor> mean = in.optional("running_mean");
        Optional<Tensor> variance = in.optional("running_var");
        if (mean.isPresent() && variance.isPresent() && !attributes.bool("training", false)) {
            Tensor y = x.batchNorm(mean.get(), variance.get(), given(in, "w"), given(in, "b"), epsilon(attributes));
            return Map.of("y", y, "new_running_mean", mean.get(), "new_running_var", variance.get());
        }
        Tensor[] y = new BatchNorm(epsilon(attributes)).of(x, given(in, "w"), given(in, "b"));
        double each = x.shape().elements() / (double) x.shape().size(1);
        double share = momentum(in, attributes);
        Map<String, Tensor> found = new HashMap<>(Map.of("y", y[0]));
        mean.ifPresent(m -> found.put("new_running_mean", moved(m, y[1], share)));
        variance.ifPresent(v -> found.put("new_running_var", moved(v, y[2].mul(each / (each - 1)), share)));
        return found;
    }

    /** Where there is none, all batches so far count alike. */
    private static double momentum(Inputs in, Attributes attributes) {
        String count = "num_batches_tracked";
        if (attributes.has("momentum")) {
            return attributes.number("momentum");
        }
        return attributes.has(count)
                ? 1 / (attributes.number(count) + 1)
                : in.has(count) ? 1 / (in.tensor(count).item() + 1) : 0.1;
    }

    private static Tensor moved(Tensor running, Tensor batch, double share) {
        return running.mul(1 - share).add(batch.mul(share));
    }

    private static Map<String, Tensor> instanceNorm(Inputs in, Attributes attributes) {
        Tensor given = in.tensor("x");
        // One image of one spatial axis has no axis for images.
        Tensor x = given.shape().rank() == 2
                ? given.reshape(Shape.of(1, given.shape().size(0), given.shape().size(1)))
                : given;
        Map<String, Tensor> found = new HashMap<>();
        Optional<Tensor> mean = in.optional("running_mean");
        Optional<Tensor> variance = in.optional("running_var");
        boolean own = attributes.bool("use_input_stats", true);
        Tensor y = own || mean.isEmpty() || variance.isEmpty()
                ? x.instanceNorm(given(in, "w"), given(in, "b"), epsilon(attributes))
                : x.batchNorm(mean.get(), variance.get(), given(in, "w"), given(in, "b"), epsilon(attributes));
        found.put("y", y.reshape(given.shape()));
        if (mean.isPresent() && variance.isPresent()) {
            double share = own ? momentum(in, attributes) : 0;
            Shape planes = Shape.of(x.shape().size(0), x.shape().size(1), pixels(x));
            Tensor centered = x.reshape(planes).sub(x.reshape(planes).mean(2).reshape(planes.with(2, 1)));
            Tensor spread = centered.square().sum(2).mul(1.0 / (pixels(x) - 1));
            found.put("new_running_mean", moved(mean.get(), x.reshape(planes).mean(0, 2), share));
            found.put("new_running_var", moved(variance.get(), spread.mean(0), share));
        }
        return found;
    }

    private static int pixels(Tensor x) {
        return Arrays.stream(x.shape().toArray()).skip(2).reduce(1, Math::multiplyExact);
    }

    private static Map<String, Tensor> spectralNorm(Inputs in, Attributes attributes) {
        Tensor w = in.tensor("w");
        int axis = attributes.integer("dim", 0);
        int[] order = new int[w.shape().rank()];
        for (int i = 0; i < order.length; i++) {
            order[i] = i == 0 ? axis : i <= axis ? i - 1 : i;
        }
        Tensor first = w.permute(order);
        Tensor matrix = first.flatten();
        Tensor[] uv = matrix.singularVectors(
                in.tensor("u"),
                in.has("v")
                        ? in.tensor("v")
                        : Tensor.ones(Shape.of(matrix.shape().size(1))),
                attributes.bool("training", true) ? attributes.integer("n_power_iterations", 1) : 0,
                attributes.number("eps", 1e-12));
        int[] back = new int[order.length];
        for (int i = 0; i < order.length; i++) {
            back[order[i]] = i;
        }
        Tensor y = matrix.spectralNorm(uv[0], uv[1]).reshape(first.shape()).permute(back);
        return Map.of("y", used(y, in, attributes), "w_normalized", y, "new_u", uv[0], "new_v", uv[1]);
    }

    /** A weight as the case uses it: on {@code x}, if there is one, as what a weight of so many axes is for. */
    private static Tensor used(Tensor w, Inputs in, Attributes attributes) {
        if (!in.has("x")) {
            return w;
        }
        Tensor x = in.tensor("x");
        int rank = w.shape().rank() - 2;
        Tensor y;
        if (rank == 0) {
            Shape rows = Shape.of(
                    (int) (x.shape().elements() / x.shape().size(-1)), x.shape().size(-1));
            y = x.reshape(rows)
                    .matmul(w.transpose())
                    .reshape(x.shape().with(-1, w.shape().size(0)));
        } else {
            Window window = Window.of(Arrays.copyOfRange(w.shape().toArray(), 2, 2 + rank))
                    .withStride(attributes.ints("stride", rank, 1))
                    .withPadding(attributes.ints("padding", rank, 0))
                    .withDilation(attributes.ints("dilation", rank, 1));
            int groups = attributes.integer("groups", 1);
            y = attributes.text("formula", "").contains("transpose")
                    ? x.convTranspose(w, window, groups, new int[rank])
                    : x.conv(w, window, groups);
        }
        if (!in.has("b")) {
            return y;
        }
        int[] channel = new int[rank + 1];
        Arrays.fill(channel, 1);
        channel[0] = in.tensor("b").shape().size(0);
        return y.add(in.tensor("b").reshape(Shape.of(channel)));
    }
}
