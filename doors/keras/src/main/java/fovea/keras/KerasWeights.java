package fovea.keras;

import fovea.format.NdArray;
import fovea.nn.CheckpointException;
import fovea.nn.Variables;
import fovea.tensor.Shape;
import fovea.tensor.ShapeException;
import fovea.tensor.Tensor;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.UnaryOperator;

/**
 * Trained weights that Keras wrote: {@code .keras}, {@code .weights.h5}, or Keras 2's {@code .h5} of weights or whole models.
 *
 * <pre>{@code
 * KerasWeights weights = KerasWeights.read(Path.of("digits.keras"));
 * weights.into(model, Map.of("conv1.weight", "conv2d/kernel", "conv1.bias", "conv2d/bias", …));
 * weights.intoInOrder(model);                           // where the model's variables come in the file's order
 * }</pre>
 *
 * <p>Names are the layer's and the variable's, {@code conv2d/kernel}. Keras has channels last; {@link #tensors} are as layers here want them:
 * kernels {@code [H, W, I, O]} → {@code [O, I, H, W]} (of one or three axes alike), of dense and recurrent layers {@code [I, O]} →
 * {@code [O, I]}, depthwise ones {@code [H, W, C, M]} → {@code [C·M, 1, H, W]}. A dense layer behind a {@code Flatten} counts features in
 * another order still: {@link #withFlattened}. Keras's batch normalization adds 1e-3 to the variance where it is not told otherwise, and its
 * momentum is what stays.
 *
 * @see <a href="https://keras.io/api/models/model_saving_apis/">Keras, saving models</a>
 */
public final class KerasWeights {
    private final Path file;
    private final KerasFile read;
    private final SequencedMap<String, Tensor> tensors;

    private KerasWeights(Path file, KerasFile read, SequencedMap<String, Tensor> tensors) {
        this.file = file;
        this.read = read;
        this.tensors = tensors;
    }

    /**
     * Reads a file; nothing of it stays open.
     *
     * @throws fovea.format.FormatException if it is missing, damaged or none of Keras's
     */
    public static KerasWeights read(Path file) {
        KerasFile read = KerasFile.read(file);
        SequencedMap<String, Tensor> tensors = new LinkedHashMap<>();
        read.arrays().forEach((name, array) -> tensors.put(name, turned(name, tensor(array))));
        return new KerasWeights(file, read, tensors);
    }

    /** The arrays as they are in the file. */
    public SequencedMap<String, NdArray> arrays() {
        return Collections.unmodifiableSequencedMap(read.arrays());
    }

    /** The same as layers here want them, in {@code f32}. */
    public SequencedMap<String, Tensor> tensors() {
        return Collections.unmodifiableSequencedMap(tensors);
    }

    /**
     * The same with the kernel of a dense layer behind a {@code Flatten} for features in the order {@code [C, H, W]}.
     *
     * @param kernel its name
     * @param image {@code [C, H, W]} of what is flattened
     * @throws ShapeException if it is no kernel for so many features
     */
    public KerasWeights withFlattened(String kernel, Shape image) {
        Tensor old = tensors.get(kernel);
        if (old == null
                || old.shape().rank() != 2
                || image.rank() != 3
                || old.shape().size(1) != image.elements()) {
            throw new ShapeException(
                    "withFlattened",
                    kernel + " is " + (old == null ? "not there" : old.shape()) + " and the image " + image,
                    "name a kernel [out, C·H·W] and give [C, H, W]");
        }
        int out = old.shape().size(0);
        SequencedMap<String, Tensor> changed = new LinkedHashMap<>(tensors);
        changed.put(
                kernel,
                settled(old.reshape(Shape.of(out, image.size(1), image.size(2), image.size(0)))
                        .permute(0, 3, 1, 2)
                        .reshape(Shape.of(out, old.shape().size(1)))));
        return new KerasWeights(file, read, changed);
    }

    /**
     * Fills every variable of a model.
     *
     * @param names for the path of each variable the name of its array
     * @throws CheckpointException naming all that are missing, left over, or of another shape; the model is then as it was
     */
    public void into(Object model, Map<String, String> names) {
        Map<String, Tensor> values = new LinkedHashMap<>();
        SequencedMap<String, Tensor> left = new LinkedHashMap<>(tensors);
        names.forEach((path, name) -> {
            Tensor value = tensors.get(name);
            if (value != null) {
                values.put(path, value);
            }
            left.remove(name);
        });
        values.putAll(left);
        load(model, values);
    }

    /**
     * Fills the variables of a model by their order: the first gets the first array, and so on. Models whose shapes repeat can be filled
     * wrongly without a word, so look at an answer.
     *
     * @throws CheckpointException naming all that are missing, left over, or of another shape, or if the file does not tell the order; the
     *     model is then as it was
     */
    public void intoInOrder(Object model) {
        if (!read.isOrdered()) {
            throw new CheckpointException(
                    "%s does not tell the order of its layers".formatted(file),
                    "give names, into(model, names), or save the whole model with Keras's model.save");
        }
        Map<String, Tensor> values = new LinkedHashMap<>();
        Iterator<String> paths = Variables.of(model).named().sequencedKeySet().iterator();
        tensors.forEach((name, value) -> values.put(paths.hasNext() ? paths.next() : name, value));
        load(model, values);
    }

    private void load(Object model, Map<String, Tensor> values) {
        try {
            Variables.of(model).load(values);
        } catch (CheckpointException e) {
            throw e.in(file);
        }
    }

    private static Tensor tensor(NdArray array) {
        int[] sizes = new int[array.rank()];
        for (int i = 0; i < sizes.length; i++) {
            sizes[i] = Math.toIntExact(array.size(i));
        }
        return Tensor.of(Shape.of(sizes), array.toFloats());
    }

    private static Tensor turned(String name, Tensor x) {
        UnaryOperator<Tensor> turn = switch (name.substring(name.lastIndexOf('/') + 1)) {
            case "kernel", "recurrent_kernel", "pointwise_kernel" -> KerasWeights::lastFirst;
            case "depthwise_kernel" -> KerasWeights::depthwise;
            default -> UnaryOperator.identity();
        };
        return turn.apply(x);
    }

    /** {@code […, I, O]} → {@code [O, I, …]}. */
    private static Tensor lastFirst(Tensor x) {
        int rank = x.shape().rank();
        if (rank < 2) {
            return x;
        }
        int[] order = new int[rank];
        order[0] = rank - 1;
        order[1] = rank - 2;
        for (int i = 2; i < rank; i++) {
            order[i] = i - 2;
        }
        return settled(x.permute(order));
    }

    /** {@code [H, W, C, M]} → {@code [C·M, 1, H, W]}. */
    private static Tensor depthwise(Tensor x) {
        if (x.shape().rank() != 4) {
            return x;
        }
        Shape shape = x.shape();
        return settled(x.permute(2, 3, 0, 1)
                .reshape(Shape.of(shape.size(2) * shape.size(3), 1, shape.size(0), shape.size(1))));
    }

    /** With elements of its own, whatever device is in force later. */
    private static Tensor settled(Tensor x) {
        return Tensor.of(x.shape(), x.toArray());
    }
}
