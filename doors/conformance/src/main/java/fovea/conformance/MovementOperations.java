package fovea.conformance;

import fovea.tensor.DType;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import java.util.List;
import java.util.Map;

/** Other shapes and orders of axes, parts and repetitions, triangles and diagonals. */
final class MovementOperations {
    private MovementOperations() {}

    static Operations addTo(Operations operations) {
        return joining(parts(diagonals(repeating(shapes(operations)))));
    }

    private static Operations shapes(Operations operations) {
        return operations
                .with("reshape", (in, at) -> x(in).reshape(sizes(at)))
                .with("view", (in, at) -> x(in).reshape(sizes(at)))
                .with("flatten", (in, at) -> x(in).flatten(at.integer("start_dim", 0), at.integer("end_dim", -1)))
                .with("ravel", (in, _) -> x(in).reshape(-1))
                .with("unflatten", (in, at) -> x(in).unflatten(axis(at), sizes(at)))
                .with("squeeze", MovementOperations::squeeze)
                .with("unsqueeze", (in, at) -> x(in).unsqueeze(axis(at)))
                .with("expand", (in, at) -> x(in).expand(sizes(at)))
                .with("broadcast_to", (in, at) -> x(in).expand(sizes(at)))
                .with(
                        "expand_as",
                        (in, _) -> x(in).broadcastTo(in.first("other", "y", "b").shape()))
                .with("permute", (in, at) -> x(in).permute(at.ints(at.has("dims") ? "dims" : "dim")))
                .with("transpose", MovementOperations::transpose)
                .with("swapaxes", MovementOperations::transpose)
                .with("swapdims", MovementOperations::transpose)
                .with("t", (in, _) -> x(in).shape().rank() < 2 ? x(in) : x(in).transpose())
                .with("adjoint", (in, _) -> x(in).transpose())
                .with("movedim", (in, at) -> x(in).moveAxes(at.ints("source"), at.ints("destination")))
                .with("moveaxis", (in, at) -> x(in).moveAxes(at.ints("source"), at.ints("destination")))
                .with("pad", (in, at) -> ImageGroup.pad(x(in), at))
                .with("constant_pad_nd", (in, at) -> ImageGroup.pad(x(in), at))
                .with("contiguous", (in, _) -> x(in))
                .with("clone", (in, _) -> x(in))
                .with("atleast_1d", (in, _) -> x(in).atLeast(1))
                .with("atleast_2d", (in, _) -> x(in).atLeast(2))
                .with("atleast_3d", (in, _) -> x(in).atLeast(3));
    }

    private static Operations repeating(Operations operations) {
        return operations
                .with("flip", (in, at) -> x(in).flip(at.ints(at.has("dims") ? "dims" : "dim")))
                .with("fliplr", (in, _) -> x(in).fliplr())
                .with("flipud", (in, _) -> x(in).flipud())
                .with("roll", MovementOperations::roll)
                .with("rot90", MovementOperations::rot90)
                .with("tile", (in, at) -> x(in).tile(at.ints(at.has("dims") ? "dims" : "reps")))
                .with("repeat", (in, at) -> x(in).tile(at.ints(at.has("sizes") ? "sizes" : "repeats")))
                .with("repeat_interleave", MovementOperations::repeatInterleave)
                .with(
                        "unfold_dim",
                        (in, at) -> x(in).windows(
                                        at.has("dimension") ? at.integer("dimension") : axis(at),
                                        at.integer("size"),
                                        at.integer("step")))
                .with(
                        "as_strided",
                        (in, at) ->
                                x(in).asStrided(at.ints("size"), at.ints("stride"), at.integer("storage_offset", 0)))
                .with("combinations", (in, at) -> x(in).combinations(at.integer("r", 2)))
                .with("vander", MovementOperations::vander);
    }

    private static Operations diagonals(Operations operations) {
        return operations
                .with("tril", (in, at) -> x(in).tril(at.integer("diagonal", 0)))
                .with("triu", (in, at) -> x(in).triu(at.integer("diagonal", 0)))
                .with("diag", (in, at) -> x(in).diag(at.integer("diagonal", 0)))
                .with("diagflat", (in, at) -> x(in).reshape(-1).diag(at.integer("offset", 0)))
                .with("diagonal", (in, at) -> diagonal(x(in), at))
                .with(
                        "diag_embed",
                        (in, at) -> x(in).diagEmbed(
                                        at.integer("offset", 0), at.integer("dim1", -2), at.integer("dim2", -1)))
                .with("block_diag", (in, _) -> Tensor.blockDiag(all(in)))
                .with(
                        "tril_indices",
                        (_, at) -> Tensor.trilIndices(at.integer("row"), at.integer("col"), at.integer("offset", 0))
                                .cast(DType.I64))
                .with(
                        "triu_indices",
                        (_, at) -> Tensor.triuIndices(at.integer("row"), at.integer("col"), at.integer("offset", 0))
                                .cast(DType.I64));
    }

    private static Operations parts(Operations operations) {
        return operations
                .withMany("split", (in, at) -> IndexOperations.named(in, split(x(in), at)))
                .withMany("split_with_sizes", (in, at) -> IndexOperations.named(in, split(x(in), at)))
                .withMany("chunk", (in, at) -> IndexOperations.named(in, x(in).chunk(at.integer("chunks"), axis(at))))
                .withMany("tensor_split", (in, at) -> IndexOperations.named(in, cut(x(in), at, axis(at))))
                .withMany(
                        "hsplit",
                        (in, at) -> IndexOperations.named(
                                in, cut(x(in), at, x(in).shape().rank() == 1 ? 0 : 1)))
                .withMany("vsplit", (in, at) -> IndexOperations.named(in, cut(x(in), at, 0)))
                .withMany("dsplit", (in, at) -> IndexOperations.named(in, cut(x(in), at, 2)))
                .withMany("unbind", (in, at) -> IndexOperations.named(in, x(in).unbind(axis(at))));
    }

    private static Operations joining(Operations operations) {
        return operations
                .with("cat", (in, at) -> Tensor.concat(axis(at), all(in)))
                .with("concat", (in, at) -> Tensor.concat(axis(at), all(in)))
                .with("stack", (in, at) -> Tensor.stack(axis(at), all(in)))
                .with("hstack", (in, _) -> Tensor.hstack(all(in)))
                .with("vstack", (in, _) -> Tensor.vstack(all(in)))
                .with("row_stack", (in, _) -> Tensor.vstack(all(in)))
                .with("dstack", (in, _) -> Tensor.dstack(all(in)))
                .with("column_stack", (in, _) -> Tensor.columnStack(all(in)))
                .with("cartesian_prod", (in, _) -> Tensor.cartesianProduct(all(in)))
                .withMany("meshgrid", MovementOperations::meshgrid)
                .withMany("broadcast_tensors", (in, _) -> IndexOperations.named(in, Tensor.broadcastTensors(all(in))));
    }

    private static Tensor x(Inputs in) {
        return IndexOperations.x(in);
    }

    private static int axis(Attributes at) {
        return IndexOperations.axis(at);
    }

    private static Tensor[] all(Inputs in) {
        return in.keys().stream().map(in::tensor).toArray(Tensor[]::new);
    }

    private static int[] sizes(Attributes at) {
        for (String name : List.of("shape", "size", "sizes", "sizes_", "unflattened_size")) {
            if (at.has(name)) {
                return at.ints(name);
            }
        }
        throw new CaseException(
                "the sizes are missing; there are " + at.values().keySet());
    }

    private static Tensor squeeze(Inputs in, Attributes at) {
        if (!at.has("dim")) {
            return x(in).squeeze();
        }
        Tensor x = x(in);
        int[] ones = java.util.Arrays.stream(at.ints("dim"))
                .filter(axis -> x.shape().size(axis) == 1)
                .toArray();
        return ones.length == 0 ? x : x.squeeze(ones);
    }

    /** Two axes exchanged; with a matrix {@code w}, the product of the result and it. */
    private static Tensor transpose(Inputs in, Attributes at) {
        int[] axes = at.has("dims")
                ? at.ints("dims")
                : at.has("dim0")
                        ? new int[] {at.integer("dim0"), at.integer("dim1")}
                        : new int[] {at.integer("axis0"), at.integer("axis1")};
        Tensor y = x(in).transpose(axes[0], axes[1]);
        return in.has("w") ? y.matmul(in.tensor("w")) : y;
    }

    private static Tensor roll(Inputs in, Attributes at) {
        int[] shifts = at.ints("shifts");
        if (!at.has("dims")) {
            return x(in).roll(shifts[0]);
        }
        int[] axes = at.ints("dims");
        Tensor y = x(in);
        for (int i = 0; i < axes.length; i++) {
            y = y.roll(shifts[i], axes[i]);
        }
        return y;
    }

    private static Tensor rot90(Inputs in, Attributes at) {
        int[] axes = at.has("dims") ? at.ints("dims") : new int[] {0, 1};
        return x(in).rot90(at.integer("k", 1), axes[0], axes[1]);
    }

    private static Tensor repeatInterleave(Inputs in, Attributes at) {
        boolean flat = !at.has("dim") && !at.has("axis");
        Tensor x = flat ? x(in).reshape(-1) : x(in);
        int axis = flat ? 0 : axis(at);
        if (in.has("repeats") || in.has("r")) {
            return x.repeatInterleave(axis, in.first("repeats", "r"));
        }
        int[] times = at.ints("repeats");
        return times.length == 1
                ? x.repeatInterleave(axis, times[0])
                : x.repeatInterleave(axis, Tensor.of(Shape.of(times.length), times));
    }

    private static Tensor vander(Inputs in, Attributes at) {
        return x(in).vander(at.integer("N", x(in).shape().size(0)), at.bool("increasing", false));
    }

    static Tensor diagonal(Tensor x, Attributes at) {
        return x.diagonal(at.integer("offset", 0), at.integer("dim1", 0), at.integer("dim2", 1));
    }

    private static List<Tensor> split(Tensor x, Attributes at) {
        String name =
                List.of("split_size_or_sections", "split_size", "split_sizes", "sections", "size", "sizes").stream()
                        .filter(at::has)
                        .findFirst()
                        .orElse("split_size_or_sections");
        return at.values().get(name) instanceof List<?>
                ? x.split(axis(at), at.ints(name))
                : x.splitEvery(at.integer(name), axis(at));
    }

    /** So many parts, or cut before each of the places listed. */
    private static List<Tensor> cut(Tensor x, Attributes at, int axis) {
        String name = List.of("indices_or_sections", "indices", "sections", "tensor_indices_or_sections").stream()
                .filter(at::has)
                .findFirst()
                .orElse("indices_or_sections");
        if (!(at.values().get(name) instanceof List<?>)) {
            return x.splitInto(at.integer(name), axis);
        }
        int[] cuts = at.ints(name);
        List<Tensor> parts = new java.util.ArrayList<>();
        int n = x.shape().size(axis);
        int from = 0;
        for (int i = 0; i <= cuts.length; i++) {
            int to = i == cuts.length ? n : Math.clamp(cuts[i] < 0 ? cuts[i] + n : cuts[i], 0, n);
            parts.add(x.slice(axis, Math.min(from, to), to));
            from = to;
        }
        return parts;
    }

    private static Map<String, Tensor> meshgrid(Inputs in, Attributes at) {
        List<Tensor> grid = Tensor.meshgrid(all(in));
        boolean swapped = at.text("indexing", "ij").equals("xy") && grid.size() > 1;
        return IndexOperations.named(
                in, swapped ? grid.stream().map(x -> x.transpose(0, 1)).toList() : grid);
    }
}
