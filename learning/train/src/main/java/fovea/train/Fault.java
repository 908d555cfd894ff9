package fovea.train;

import fovea.data.Batch;
import fovea.data.DataException;
import fovea.nn.Layer;
import fovea.nn.Variables;
import fovea.tensor.DType;
import fovea.tensor.Interpreter;
import fovea.tensor.Overlay;
import fovea.tensor.Tensor;
import fovea.tensor.Variable;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Looks for the place where a batch stops being numbers: its images, the weights, or a layer. */
final class Fault implements Overlay {
    private final Interpreter around = Interpreter.current();
    private @Nullable String first;
    private double most;
    private String latest = "the input";

    private Fault() {}

    /**
     * Names the first place.
     *
     * @param forward gives logits and loss
     * @throws DataException where it is an image
     */
    static String find(Layer model, Batch batch, Supplier<List<Tensor>> forward) {
        checkPixels(batch);
        String variable = variable(model);
        if (!variable.isEmpty()) {
            return variable;
        }
        return new Pending().interpret(() -> {
            Fault fault = new Fault();
            List<Tensor> y = fault.interpret(forward);
            fault.tap("the logits", y.getFirst());
            fault.tap("the loss", y.getLast());
            return fault.first == null ? "; run once more the loss is a number" : fault.first;
        });
    }

    private static void checkPixels(Batch batch) {
        int size = batch.height() * batch.width() * batch.channels();
        for (int i = 0; i < batch.size() * size; i++) {
            float pixel = batch.pixels()[i];
            if (!Float.isFinite(pixel)) {
                throw new DataException(
                        "%s: pixel (%d, %d) is %s once normalized"
                                .formatted(
                                        batch.sample(i / size).name(),
                                        i % size / (batch.width() * batch.channels()),
                                        i / batch.channels() % batch.width(),
                                        pixel),
                        "means must be finite and deviations above 0: use Normalization.of(source)");
            }
        }
    }

    /** The first variable of a model that holds something that is no finite number, as the end of a sentence; empty where none does. */
    static String variable(Object model) {
        for (Map.Entry<String, Variable> entry : Variables.of(model).named().entrySet()) {
            if (entry.getValue().spec().dtype().isFloating()
                    && !Double.isFinite(largest(entry.getValue().get()))) {
                return "; first variable that is not finite: " + entry.getKey();
            }
        }
        return "";
    }

    @Override
    public Interpreter around() {
        return around;
    }

    @Override
    public Tensor tap(String name, Tensor x) {
        if (first == null && x.dtype().isFloating()) {
            double largest = largest(x);
            if (Double.isFinite(largest)) {
                most = largest;
                latest = name;
            } else {
                first = String.format(
                        Locale.ROOT,
                        "; first that is not finite: %s, after values up to %.2g in %s",
                        name,
                        most,
                        latest);
            }
        }
        return around.tap(name, x);
    }

    private static double largest(Tensor x) {
        double largest = 0;
        for (float value : x.cast(DType.F32).toArray()) {
            if (!Float.isFinite(value)) {
                return Double.POSITIVE_INFINITY;
            }
            largest = Math.max(largest, Math.abs(value));
        }
        return largest;
    }
}
