package fovea.conformance;

import fovea.tensor.Tensor;
import java.util.Arrays;
import java.util.List;

/** Products of vectors and matrices, sums of products in Einstein's notation, and distances. */
final class ProductOperations {
    private ProductOperations() {}

    static Operations addTo(Operations operations) {
        return layers(sums(products(operations)));
    }

    private static Operations products(Operations operations) {
        for (String name : List.of("matmul", "mm", "bmm", "mv", "smm")) {
            operations.with(name, (in, _) -> a(in).matmul(b(in)));
        }
        return operations
                .with("dot", (in, _) -> a(in).dot(b(in)))
                .with("vdot", (in, _) -> a(in).vdot(b(in)))
                .with("vecdot", (in, at) -> a(in).mul(b(in)).sum(at.integer("dim", -1)))
                .with("inner", (in, _) -> a(in).inner(b(in)))
                .with("outer", (in, _) -> a(in).outer(b(in)))
                .with("ger", (in, _) -> a(in).outer(b(in)))
                .with("kron", (in, _) -> a(in).kron(b(in)))
                .with("cross", (in, at) -> a(in).cross(b(in), at.has("dim") ? at.integer("dim") : three(a(in))))
                .with("multi_dot", (in, _) -> chain(in))
                .with("chain_matmul", (in, _) -> chain(in));
    }

    private static Operations sums(Operations operations) {
        return operations
                .with("tensordot", ProductOperations::tensordot)
                .with("einsum", (in, at) -> einsum(in, at.text("equation")))
                .with("addmm", (in, at) -> added(in, at, left(in).matmul(right(in))))
                .with("addmv", (in, at) -> added(in, at, left(in).matmul(right(in))))
                .with("baddbmm", (in, at) -> added(in, at, left(in).matmul(right(in))))
                .with(
                        "addbmm",
                        (in, at) -> added(in, at, left(in).matmul(right(in)).sum(0)))
                .with("addr", (in, at) -> added(in, at, left(in).outer(right(in))));
    }

    private static Operations layers(Operations operations) {
        return operations
                .with("linear", ProductOperations::linear)
                .with("bilinear", ProductOperations::bilinear)
                .with("cdist", (in, at) -> a(in).cdist(b(in), at.number("p", 2)))
                .with("pairwise_distance", (in, at) -> distance(a(in).sub(b(in)).add(at.number("eps", 1e-6)), at))
                .with("cov", (in, at) -> a(in).covariance(at.integer("correction", 1)))
                .with("corrcoef", (in, _) -> a(in).correlation())
                .with("pdist", (in, at) -> a(in).pdist(at.number("p", 2)))
                .with(
                        "cosine_similarity",
                        (in, at) -> in.first("x1", "a", "x")
                                .cosineSimilarity(
                                        in.first("x2", "b", "y"), at.integer("dim", 1), at.number("eps", 1e-8)));
    }

    private static Tensor a(Inputs in) {
        return in.named("a", "x", "x1", "input")
                .orElseGet(() -> in.tensor(in.keys().get(0)));
    }

    private static Tensor b(Inputs in) {
        return in.named("b", "x2", "other").orElseGet(() -> in.tensor(in.keys().get(1)));
    }

    private static Tensor distance(Tensor difference, Attributes at) {
        Tensor length = difference.norm(at.number("p", 2), -1);
        return at.bool("keepdim", false) ? length.unsqueeze(-1) : length;
    }

    private static Tensor[] all(Inputs in) {
        return in.keys().stream().map(in::tensor).toArray(Tensor[]::new);
    }

    /** The first axis of three. */
    private static int three(Tensor x) {
        int axis = 0;
        while (axis < x.shape().rank() - 1 && x.shape().size(axis) != 3) {
            axis++;
        }
        return axis;
    }

    private static Tensor chain(Inputs in) {
        Tensor[] all = all(in);
        return all[0].multiDot(Arrays.copyOfRange(all, 1, all.length));
    }

    private static Tensor einsum(Inputs in, String equation) {
        Tensor[] all = all(in);
        return all[0].einsum(equation, Arrays.copyOfRange(all, 1, all.length));
    }

    private static Tensor tensordot(Inputs in, Attributes at) {
        Object axes = at.values().get("dims");
        if (axes instanceof List<?> list && list.size() == 2 && list.getFirst() instanceof List<?>) {
            return a(in).tensordot(b(in), ints(list.get(0)), ints(list.get(1)));
        }
        if (axes instanceof List<?>) {
            int[] pair = at.ints("dims");
            return pair.length == 2
                    ? a(in).tensordot(b(in), new int[] {pair[0]}, new int[] {pair[1]})
                    : a(in).tensordot(b(in), pair[0]);
        }
        return a(in).tensordot(b(in), at.integer("dims", 2));
    }

    private static int[] ints(Object list) {
        return ((List<?>) list)
                .stream().mapToInt(each -> ((Number) each).intValue()).toArray();
    }

    private static Tensor left(Inputs in) {
        return in.tensor(in.keys().get(in.keys().size() - 2));
    }

    private static Tensor right(Inputs in) {
        return in.tensor(in.keys().getLast());
    }

    /** {@code beta} times the first input, which is not looked at if that is 0, and {@code alpha} times the product. */
    private static Tensor added(Inputs in, Attributes at, Tensor product) {
        Tensor scaled = product.mul(at.number("alpha", 1));
        double beta = at.number("beta", 1);
        return beta == 0 ? scaled : in.tensor(in.keys().getFirst()).mul(beta).add(scaled);
    }

    private static Tensor linear(Inputs in, Attributes at) {
        Tensor y = in.first("x", "input").linear(in.first("w", "weight"));
        boolean biased = (in.has("b") || in.has("bias")) && at.bool("bias", true);
        return biased ? y.add(in.first("b", "bias")) : y;
    }

    private static Tensor bilinear(Inputs in, Attributes at) {
        Tensor y = in.first("x1", "input1").bilinear(in.first("x2", "input2"), in.first("w", "weight"));
        boolean biased = (in.has("b") || in.has("bias")) && at.bool("bias", true);
        return biased ? y.add(in.first("b", "bias")) : y;
    }
}
