package fovea.testing;

import fovea.tensor.Binary;
import fovea.tensor.DType;
import fovea.tensor.Draw;
import fovea.tensor.Fill;
import fovea.tensor.Joint;
import fovea.tensor.Op;
import fovea.tensor.Shape;
import fovea.tensor.Spec;
import fovea.tensor.Special;
import fovea.tensor.Tensor;
import fovea.tensor.Unary;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Steps that work element by element; those without settings are found in the vocabulary by themselves. */
final class ElementMoves {
    private ElementMoves() {}

    static List<Move> all() {
        List<Move> all = new ArrayList<>();
        for (Unary op : Vocabulary.plain(Unary.class)) {
            all.add(new Move(op.toString(), d -> d.op(op, d.fitted(d.real(), domain(d)))));
        }
        for (Binary op : Vocabulary.plain(Binary.class)) {
            all.add(new Move(op.toString(), d -> {
                if (op.takes(DType.F64)) {
                    binary(d, op);
                } else {
                    whole(d, op);
                }
            }));
        }
        all.add(new Move("logaddexp", d -> binary(d, new Joint.LogAddExp(d.among(Math.E, 2.0)))));
        all.add(new Move("affine", d -> d.op(line(d), d.real())));
        all.add(new Move("polygamma", d -> d.op(new Special.Polygamma(d.upTo(2)), d.fitted(d.real(), domain(d)))));
        all.add(new Move("activation", ElementMoves::activation));
        all.add(new Move("clamp", d -> d.map("clamp(-0.5, 0.7)", x -> x.clamp(-0.5, 0.7), d.real())));
        all.add(new Move("prelu", ElementMoves::prelu));
        all.add(new Move("where", ElementMoves::where));
        all.add(new Move("logic", ElementMoves::logic));
        all.add(new Move("cast", ElementMoves::cast));
        all.add(new Move("halves", ElementMoves::halves));
        all.add(new Move("integers", ElementMoves::integers));
        all.add(new Move("fill", ElementMoves::fill));
        all.add(new Move("draw", ElementMoves::draw));
        all.add(new Move("chain", ElementMoves::chain));
        return all;
    }

    private static Draft.Domain domain(Draft d) {
        return d.among(Draft.Domain.values());
    }

    private static Unary line(Draft d) {
        return new Unary.Affine(Math.round(d.random().nextDouble(-2, 2) * 8) / 8.0, d.upTo(4) / 4.0 - 0.5);
    }

    private static void binary(Draft d, Binary op) {
        Draft.Value a = d.real();
        Draft.Value b = second(d, a);
        String name = op + (a.shape().equals(b.shape()) ? "" : ", broadcast");
        Draft.Value x = d.fitted(a, domain(d));
        Draft.Value y = d.fitted(b, domain(d));
        d.step(
                name,
                (real, in) -> List.of(op.apply(broadcast(in.get(0), in.get(1)), broadcast(in.get(1), in.get(0)))),
                x,
                y);
    }

    private static void whole(Draft d, Binary op) {
        Draft.Value a = d.wholes(d.shape(d.upTo(3)));
        d.op(op, a, d.wholes(a.shape()));
    }

    /** A value that {@code a} broadcasts to or with: of its shape, of its last axes, or with some of them 1. */
    static Draft.Value second(Draft d, Draft.Value a) {
        int kind = d.upTo(4);
        if (kind <= 2) {
            return d.like(a.shape());
        }
        int drop = kind == 3 ? d.upTo(a.rank()) : 0;
        int[] sizes = java.util.Arrays.copyOfRange(a.shape().toArray(), drop, a.rank());
        for (int i = 0; i < sizes.length; i++) {
            sizes[i] = d.chance(0.4) ? 1 : sizes[i];
        }
        return d.like(Shape.of(sizes));
    }

    /** {@code a}, as large as it and {@code b} are together. */
    static Tensor broadcast(Tensor a, Tensor b) {
        int rank = Math.max(a.shape().rank(), b.shape().rank());
        int[] sizes = new int[rank];
        for (int i = 1; i <= rank; i++) {
            int m = i <= a.shape().rank() ? a.shape().size(-i) : 1;
            int n = i <= b.shape().rank() ? b.shape().size(-i) : 1;
            sizes[rank - i] = m == 1 ? n : m;
        }
        return a.broadcastTo(Shape.of(sizes));
    }

    private static final Map<String, UnaryOperator<Tensor>> ACTIVATIONS = Map.ofEntries(
            Map.entry("relu6", Tensor::relu6),
            Map.entry("hardtanh", Tensor::hardtanh),
            Map.entry("leakyRelu", Tensor::leakyRelu),
            Map.entry("elu(0.7)", x -> x.elu(0.7)),
            Map.entry("celu(1.3)", x -> x.celu(1.3)),
            Map.entry("selu", Tensor::selu),
            Map.entry("gelu", Tensor::gelu),
            Map.entry("geluTanh", Tensor::geluTanh),
            Map.entry("silu", Tensor::silu),
            Map.entry("mish", Tensor::mish),
            Map.entry("softplus(2, 20)", x -> x.softplus(2, 20)),
            Map.entry("logSigmoid", Tensor::logSigmoid),
            Map.entry("softsign", Tensor::softsign),
            Map.entry("tanhshrink", Tensor::tanhshrink),
            Map.entry("softshrink(0.3)", x -> x.softshrink(0.3)),
            Map.entry("hardshrink(0.3)", x -> x.hardshrink(0.3)),
            Map.entry("threshold(0.1, 2)", x -> x.threshold(0.1, 2)),
            Map.entry("hardsigmoid", Tensor::hardsigmoid),
            Map.entry("hardswish", Tensor::hardswish),
            Map.entry("rsqrt of a square", x -> x.square().add(0.5).rsqrt()),
            Map.entry("pow(3)", x -> x.pow(3)),
            Map.entry("maximum(0.1)", x -> x.maximum(0.1)),
            Map.entry("minimum(0.1)", x -> x.minimum(0.1)));

    private static final List<String> NAMES =
            ACTIVATIONS.keySet().stream().sorted().toList();

    private static void activation(Draft d) {
        String name = NAMES.get(d.random().nextInt(NAMES.size()));
        UnaryOperator<Tensor> f = java.util.Objects.requireNonNull(ACTIVATIONS.get(name));
        d.map(name, f, d.real());
    }

    private static void prelu(Draft d) {
        Draft.Value x = d.real(2, 4);
        Draft.Value weight = d.like(Shape.of(d.chance(0.5) ? 1 : x.size(1)));
        d.step("prelu", (real, in) -> List.of(in.get(0).prelu(in.get(1))), x, weight);
    }

    /** A condition of this shape: one that is there, or a comparison. */
    private static Draft.Value condition(Draft d, Shape shape) {
        Draft.Value found =
                d.chance(0.5) ? d.pick(v -> v.dtype() == DType.BOOL && v.shape().equals(shape)) : null;
        if (found != null) {
            return found;
        }
        Draft.Value a = d.like(shape);
        int kind = d.upTo(5);
        return d.map(
                List.of("gt(0.1)", "lt(0.2)", "ge(-0.1)", "le(0)", "ne(0)", "eq(0)")
                        .get(kind),
                x -> switch (kind) {
                    case 0 -> x.gt(0.1);
                    case 1 -> x.lt(0.2);
                    case 2 -> x.ge(-0.1);
                    case 3 -> x.le(0);
                    case 4 -> x.ne(0);
                    default -> x.eq(0);
                },
                a);
    }

    private static void where(Draft d) {
        Draft.Value a = d.real();
        Draft.Value condition = condition(d, a.shape());
        if (d.chance(0.5)) {
            d.step("where", (real, in) -> List.of(in.get(0).where(in.get(1), in.get(2))), condition, a, second(d, a));
        } else {
            d.step("where, else 0.5", (real, in) -> List.of(in.get(0).where(in.get(1), 0.5)), condition, a);
        }
    }

    private static void logic(Draft d) {
        Draft.Value a = condition(d, d.real().shape());
        Draft.Value b = condition(d, a.shape());
        int kind = d.upTo(3);
        d.step(
                List.of("and", "or", "xor", "not").get(kind),
                (real, in) -> List.of(
                        switch (kind) {
                            case 0 -> in.get(0).and(in.get(1));
                            case 1 -> in.get(0).or(in.get(1));
                            case 2 -> in.get(0).xor(in.get(1));
                            default -> in.get(0).not();
                        }),
                kind == 3 ? new Draft.Value[] {a} : new Draft.Value[] {a, b});
    }

    private static void cast(Draft d) {
        Draft.Value any = d.pick(v -> !Draft.isReal(v) && Draft.isSmall(v));
        if (any != null && d.chance(0.5)) {
            d.step("cast to real", (real, in) -> List.of(in.getFirst().cast(real)), any);
            return;
        }
        DType to = d.among(DType.I32, DType.I64, DType.I8, DType.U8, DType.BOOL);
        Draft.Value x = d.op(new Unary.Affine(3, to == DType.U8 ? 7 : 0.5), d.fitted(d.real(), Draft.Domain.BOUNDED))
                .getFirst();
        d.map("cast to " + to, in -> in.cast(to), x);
    }

    /** Through a type that only stores, or one that is wider. */
    private static void halves(Draft d) {
        DType half = d.among(DType.F16, DType.BF16);
        if (d.chance(0.3)) {
            d.step(
                    "tanh in f64",
                    (real, in) -> List.of(in.getFirst().cast(DType.F64).tanh().cast(real)),
                    d.real());
        } else {
            d.step(
                    "cast to " + half + " and back",
                    (real, in) -> List.of(in.getFirst().cast(half).cast(real)),
                    d.real());
        }
    }

    private static void integers(Draft d) {
        Draft.Value found = d.pick(v -> v.dtype().isIndex() && Draft.isSmall(v) && d.size(v) < 1000);
        Draft.Value n = found == null ? d.labels(d.shape(d.upTo(3)), 9) : found;
        int kind = d.upTo(6);
        d.map(
                List.of("·3 − 1", "abs", "relu", "sign", "maximum with itself less 2", "squared", "sum")
                        .get(kind),
                x -> switch (kind) {
                    case 0 -> x.mul(3).sub(1);
                    case 1 -> x.sub(4).abs();
                    case 2 -> x.sub(4).relu();
                    case 3 -> x.sub(4).sign();
                    case 4 -> x.maximum(x.sub(2));
                    case 5 -> x.mul(x);
                    default -> x.sum();
                },
                n);
    }

    private static void fill(Draft d) {
        Shape shape = d.shape(d.upTo(4));
        double value = d.upTo(8) / 4.0 - 1;
        d.step(
                "fill " + shape + " with " + value,
                (real, in) -> List.of(new Fill(new Spec(shape, real), value).apply()));
    }

    private static void draw(Draft d) {
        Spec spec = new Spec(d.shape(d.upTo(4)), d.among(DType.F32, DType.F64));
        Op op = new Draw(spec, d.among(Draw.Distribution.values()));
        int key = d.random().nextInt(100);
        d.step(op + " of stream " + key, (real, in) -> {
            Tensor drawn = op.apply(Tensor.of(Shape.of(3), key, key + 1, key + 2));
            // Rounded to single precision in every program, so that those in f32 and f64 hold the same numbers.
            return List.of(drawn.cast(DType.F32).cast(real));
        });
    }

    /** A few element-wise ops on one shape: what a compiled program fuses. */
    private static void chain(Draft d) {
        Draft.Value a = d.real();
        Draft.Value b = d.like(a.shape());
        for (int i = 0; i < 3; i++) {
            Draft.Value c = d.op(d.among(new Binary.Add(), new Binary.Mul(), new Binary.Sub()), a, b)
                    .getFirst();
            b = a;
            a = d.op(d.among(new Unary.Tanh(), new Unary.Relu(), new Unary.Sigmoid(), line(d)), c)
                    .getFirst();
        }
    }
}
