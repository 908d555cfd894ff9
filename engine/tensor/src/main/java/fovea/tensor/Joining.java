package fovea.tensor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Static methods of {@link Tensor} that make one tensor from several, or one like another. */
public abstract sealed class Joining extends Creation permits Tensor {
    Joining() {}

    /** Zeros of the shape and type of {@code x}. */
    public static Tensor zerosLike(Tensor x) {
        return fullLike(x, 0);
    }

    /** Ones of the shape and type of {@code x}. */
    public static Tensor onesLike(Tensor x) {
        return fullLike(x, 1);
    }

    /** {@code value} throughout, of the shape and type of {@code x}. */
    public static Tensor fullLike(Tensor x, double value) {
        return full(x.spec(), value);
    }

    /** Tensors one behind the other along {@code axis}, negative ones counted from the end; see {@link Concat}. */
    public static Tensor concat(int axis, Tensor... parts) {
        if (parts.length == 0) {
            throw new ShapeException("concat", "there are no tensors", "give one or more");
        }
        int at = parts[0].shape().axis(axis);
        return parts.length == 1 ? parts[0] : new Concat(at).apply(parts);
    }

    /** Tensors one behind the other along {@code axis}; see {@link Concat}. */
    public static Tensor concat(int axis, List<Tensor> parts) {
        return concat(axis, parts.toArray(Tensor[]::new));
    }

    /** Tensors of one shape along a new axis, {@code n} times {@code [A, B]} along axis 1 → {@code [A, n, B]}. */
    public static Tensor stack(int axis, Tensor... parts) {
        if (parts.length == 0) {
            throw new ShapeException("stack", "there are no tensors", "give one or more");
        }
        for (Tensor part : parts) {
            if (!part.spec().equals(parts[0].spec())) {
                throw new ShapeException(
                        "stack",
                        parts[0].spec() + " and " + part.spec(),
                        "shapes and types must be equal; concat joins along an axis they have");
            }
        }
        return concat(axis, Arrays.stream(parts).map(x -> x.unsqueeze(axis)).toArray(Tensor[]::new));
    }

    /** Tensors of one shape along a new axis. */
    public static Tensor stack(int axis, List<Tensor> parts) {
        return stack(axis, parts.toArray(Tensor[]::new));
    }

    /** Side by side: vectors along axis 0, all else along axis 1. */
    public static Tensor hstack(Tensor... parts) {
        Tensor[] wide = atLeast(1, parts);
        return concat(wide.length > 0 && wide[0].shape().rank() == 1 ? 0 : 1, wide);
    }

    /** One below the other, along axis 0; vectors are rows. */
    public static Tensor vstack(Tensor... parts) {
        return concat(0, atLeast(2, parts));
    }

    /** One behind the other, along axis 2; vectors {@code [n]} are {@code [1, n, 1]}, matrices {@code [m, n]} are {@code [m, n, 1]}. */
    public static Tensor dstack(Tensor... parts) {
        return concat(2, atLeast(3, parts));
    }

    /** Vectors as columns beside each other; matrices side by side. */
    public static Tensor columnStack(Tensor... parts) {
        return concat(
                1,
                Arrays.stream(parts)
                        .map(x -> x.shape().rank() < 2 ? x.reshape(-1, 1) : x)
                        .toArray(Tensor[]::new));
    }

    /** Axes of size 1 added as NumPy's {@code atleast_1d}, {@code _2d} and {@code _3d} do: a vector is a row, a matrix gets a third axis. */
    private static Tensor[] atLeast(int rank, Tensor... parts) {
        return Arrays.stream(parts).map(x -> x.atLeast(rank)).toArray(Tensor[]::new);
    }

    /** All repeated to the shape they have in common. */
    public static List<Tensor> broadcastTensors(Tensor... parts) {
        Shape common = Shape.SCALAR;
        for (Tensor part : parts) {
            common = Shape.common("broadcastTensors", common, part.shape());
        }
        Shape all = common;
        return Arrays.stream(parts).map(x -> x.broadcastTo(all)).toList();
    }

    /**
     * The coordinates of a grid: the i-th vector along axis i, repeated along all others; vectors of {@code m} and {@code n} → twice
     * {@code [m, n]} (indexing "ij").
     */
    public static List<Tensor> meshgrid(Tensor... vectors) {
        int[] sizes = new int[vectors.length];
        for (int i = 0; i < sizes.length; i++) {
            sizes[i] = Math.toIntExact(vectors[i].shape().elements());
        }
        List<Tensor> grid = new ArrayList<>();
        for (int i = 0; i < sizes.length; i++) {
            int[] along = new int[sizes.length];
            Arrays.fill(along, 1);
            along[i] = sizes[i];
            grid.add(vectors[i].reshape(Shape.of(along)).expand(Shape.of(sizes)));
        }
        return grid;
    }

    /** Every choice of one element from each vector, {@code [product of the sizes, vectors]}; the last vector changes fastest. */
    public static Tensor cartesianProduct(Tensor... vectors) {
        if (vectors.length == 1) {
            return vectors[0];
        }
        return stack(-1, meshgrid(vectors)).reshape(-1, vectors.length);
    }

    /** Matrices along a diagonal, zeros elsewhere; vectors are rows. */
    public static Tensor blockDiag(Tensor... blocks) {
        Tensor[] matrices = atLeast(2, blocks);
        int columns = 0;
        for (Tensor block : matrices) {
            columns += block.shape().size(1);
        }
        List<Tensor> rows = new ArrayList<>();
        int before = 0;
        for (Tensor block : matrices) {
            int n = block.shape().size(1);
            rows.add(block.pad(1, before, columns - before - n));
            before += n;
        }
        return concat(0, rows);
    }
}
