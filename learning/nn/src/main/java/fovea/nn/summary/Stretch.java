package fovea.nn.summary;

import fovea.nn.Layer;
import fovea.tensor.Binary;
import fovea.tensor.Cast;
import fovea.tensor.Conv;
import fovea.tensor.Expand;
import fovea.tensor.MatMul;
import fovea.tensor.MaxPool;
import fovea.tensor.Op;
import fovea.tensor.Permute;
import fovea.tensor.Reshape;
import fovea.tensor.Shape;
import fovea.tensor.Slice;
import fovea.tensor.Split;
import fovea.tensor.SumPool;
import fovea.tensor.Tensor;
import fovea.tensor.Unary;
import fovea.tensor.Window;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Steps of one layer that follow each other, with one convolution, product or pooling among them at most. */
final class Stretch {
    private final String path;
    private final @Nullable Layer layer;
    private final @Nullable String told;
    private final Set<String> labels = new LinkedHashSet<>();
    private @Nullable Op main;
    private boolean isElementwise = true;
    private long parameters;
    private long multiplyAdds;
    private Shape output = Shape.SCALAR;
    private Sight sight = Sight.PICTURE;

    /**
     * Of a layer, or of a step that is none.
     *
     * @param told what the step does, where whoever runs it says so
     */
    Stretch(String path, @Nullable Layer layer, @Nullable String told) {
        this.path = path;
        this.layer = layer;
        this.told = told;
    }

    /** Whether another step of this layer still belongs here. */
    boolean continues(String now, Op op) {
        return path.equals(now) && !(isMain(op) && isFull());
    }

    private boolean isFull() {
        return main != null || (parameters == 0 && !labels.isEmpty());
    }

    private static boolean isMain(Op op) {
        return switch (op) {
            case Conv _, Conv.InputGradient _, MatMul _, MaxPool _, SumPool _ -> true;
            default -> false;
        };
    }

    void add(Op op, Tensor[] in, Tensor y, Sight seen, long read) {
        main = isMain(op) ? op : main;
        if (!isMovement(op)) {
            labels.add(op.label());
            isElementwise &= op instanceof Unary || op instanceof Binary;
        }
        multiplyAdds += multiplyAdds(op, in, y);
        parameters += read;
        output = y.shape();
        sight = seen;
    }

    private static boolean isMovement(Op op) {
        return switch (op) {
            case Reshape _, Permute _, Expand _, Slice _, Split _, Cast _ -> true;
            default -> false;
        };
    }

    private static long multiplyAdds(Op op, Tensor[] in, Tensor y) {
        return switch (op) {
            case Conv _ -> y.shape().elements() * of(in[1].shape());
            case Conv.InputGradient _ -> in[0].shape().elements() * of(in[1].shape());
            case MatMul _ -> y.shape().elements() * in[0].shape().size(-1);
            default -> 0;
        };
    }

    /** Multiply-adds of one output of a convolution with these weights, {@code [O, C/groups, K…]}. */
    private static long of(Shape weight) {
        return weight.elements() / Math.max(1, weight.size(0));
    }

    /** What is to be told; nothing of what only moves numbers. */
    Optional<Row> row() {
        return labels.isEmpty() && parameters == 0
                ? Optional.empty()
                : Optional.of(new Row(
                        path, kind(), output, parameters, multiplyAdds, isElementwise, sight.rows(), sight.columns()));
    }

    private String kind() {
        return told == null ? found() : told + window();
    }

    private String window() {
        return switch (main) {
            case Conv conv -> " " + text(conv.window()) + groups(conv);
            case Conv.InputGradient up -> " " + text(up.conv().window());
            case MaxPool pool -> " " + text(pool.window());
            case SumPool pool -> " " + text(pool.window());
            case null, default -> "";
        };
    }

    private static String groups(Conv conv) {
        return conv.groups() == 1 ? "" : ", %d groups".formatted(conv.groups());
    }

    private String found() {
        return switch (main) {
            case Conv conv -> "conv " + text(conv.window()) + groups(conv);
            case Conv.InputGradient up -> "transposed conv " + text(up.conv().window());
            case MaxPool pool -> "max pool " + text(pool.window());
            case SumPool pool -> "mean pool " + text(pool.window());
            case MatMul _ -> parameters > 0 ? "linear" : "product";
            case null, default ->
                parameters > 0 && layer instanceof Record
                        ? words(layer.getClass().getSimpleName())
                        : String.join(", ", labels).replace("sum, affine", "mean");
        };
    }

    /** {@code BatchNormLayer} → {@code batch norm}. */
    private static String words(String name) {
        return name.replaceAll("Layer$", "")
                .replaceAll("(?<=[a-z0-9])(?=[A-Z])", " ")
                .toLowerCase(Locale.ROOT);
    }

    private static String text(Window window) {
        String size = IntStream.range(0, window.rank())
                .mapToObj(i -> String.valueOf(window.size(i)))
                .collect(Collectors.joining("×"));
        String stride = window.stride(0) == 1 ? "" : " stride " + window.stride(0);
        String padding = window.before(0) == 0 ? "" : " padding " + window.before(0);
        return size + stride + padding;
    }
}
