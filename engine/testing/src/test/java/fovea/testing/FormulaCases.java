package fovea.testing;

import static fovea.testing.Case.of;
import static fovea.testing.Operands.ROUGH;
import static fovea.testing.Operands.alternating;
import static fovea.testing.Operands.distinct;
import static fovea.testing.Operands.grid;
import static fovea.testing.Operands.integers;
import static fovea.testing.Operands.line;
import static fovea.testing.Operands.positive;
import static fovea.testing.Operands.within;
import static fovea.testing.Operands.x;

import fovea.tensor.Division;
import fovea.tensor.Joint;
import fovea.tensor.Ordering.Between;
import fovea.tensor.Shape;
import fovea.tensor.Special;
import fovea.tensor.Whole;
import java.util.List;

/** Formulas over elements, and what folds, scans and orders in more than one step. */
final class FormulaCases {
    private FormulaCases() {}

    static List<Case> primitives() {
        return List.of(
                of("log2", new Special.Log2(), positive(3, 4)),
                of("log10", new Special.Log10(), positive(3, 4)),
                of("exp2", new Special.Exp2(), x(3, 4)),
                of("hypot", new Joint.Hypot(), alternating(3, 4), alternating(3, 4)),
                of("logaddexp", new Joint.LogAddExp(Math.E), x(3, 4), x(3, 4)),
                of("logaddexp2", new Joint.LogAddExp(2), x(3, 4), x(3, 4)),
                of("copysign", new Joint.Copysign(), alternating(3, 4), grid(0.1, 3, 4)),
                of("floorDivide", new Division.Floor(), grid(0.1, 3, 4), s -> s.uniform(Shape.of(3, 4), 2, 3)),
                of("floorDivide of integers", new Division.Floor(), integers(-9, 9, 3, 4), integers(1, 5, 3, 4))
                        .withoutGradient(),
                of("truncDivide", new Division.Trunc(), grid(0.1, 3, 4), s -> s.uniform(Shape.of(3, 4), 2, 3)),
                of("truncDivide of integers", new Division.Trunc(), integers(-9, 9, 3, 4), integers(1, 5, 3, 4))
                        .withoutGradient(),
                of("and", new Whole.And(), integers(-9, 9, 3, 4), integers(-9, 9, 3, 4))
                        .withoutGradient(),
                of("or", new Whole.Or(), integers(-9, 9, 3, 4), integers(-9, 9, 3, 4))
                        .withoutGradient(),
                of("xor", new Whole.Xor(), integers(-9, 9, 3, 4), integers(-9, 9, 3, 4))
                        .withoutGradient(),
                of("shiftLeft", new Whole.ShiftLeft(), integers(-9, 9, 3, 4), integers(0, 9, 3, 4))
                        .withoutGradient(),
                of("shiftRight", new Whole.ShiftRight(), integers(-900, 900, 3, 4), integers(0, 9, 3, 4))
                        .withoutGradient(),
                of("gcd", new Whole.Gcd(), integers(-30, 30, 3, 4), integers(-30, 30, 3, 4))
                        .withoutGradient());
    }

    static List<Case> formulas() {
        return List.of(
                line("lerp", in -> in.get(0).lerp(in.get(1), in.get(2)), x(3, 4), x(3, 4), grid(0.1, 3, 4)),
                line("addcmul", in -> in.get(0).addcmul(in.get(1), in.get(2), 0.5), x(3, 4), x(3, 4), x(4))
                        .sums(3),
                line("addcdiv", in -> in.get(0).addcdiv(in.get(1), in.get(2), 0.5), x(3, 4), x(3, 4), positive(4))
                        .sums(3),
                line(
                                "clamp between tensors",
                                in -> in.get(0).clamp(in.get(1), in.get(2)),
                                grid(0, 3, 4),
                                s -> s.uniform(Shape.of(4), -0.55, -0.45),
                                s -> s.uniform(Shape.of(4), 0.45, 0.55))
                        .sums(3),
                line("sinc", in -> in.get(0).sinc(), alternating(3, 4)).forFiniteNumbers(),
                line("xlogy", in -> in.get(0).xlogy(in.get(1)), x(3, 4), positive(3, 4)),
                line("xlog1py", in -> in.get(0).xlog1py(in.get(1)), x(3, 4), within(0.7, 3, 4)),
                line("entropy", in -> in.get(0).entropy(), positive(3, 4)),
                line("logit", in -> in.get(0).logit(), s -> s.uniform(Shape.of(3, 4), 0.3, 0.7))
                        .sums(8),
                line("fmax", in -> in.get(0).fmax(in.get(1)), grid(0, 3, 4), grid(0.1, 3, 4)),
                line("fmin", in -> in.get(0).fmin(in.get(1)), grid(0, 3, 4), grid(0.1, 3, 4)),
                line("frac", in -> in.get(0).frac(), grid(0.1, 3, 4)),
                line("rounded to two decimals", in -> in.get(0).round(2), x(3, 4))
                        .withoutGradient(),
                line("numbers for infinities", in -> in.get(0).nanToNum(1, 2, 3), x(3, 4)));
    }

    static List<Case> folds() {
        return List.of(
                line("prod with zeros", in -> in.get(0).prod(1), grid(0, 3, 7)).sums(7),
                line("prod over two axes", in -> in.get(0).prod(0, 2), x(3, 2, 3))
                        .sums(9),
                line("min over rows", in -> in.get(0).min(0), distinct(3, 4)),
                line("largest", in -> in.get(0).largest(1).values(), distinct(3, 4)),
                line("smallest", in -> in.get(0).smallest(0).values(), distinct(3, 4)),
                line("logsumexp", in -> in.get(0).logsumexp(1), x(3, 4))
                        .sums(ROUGH)
                        .forFiniteNumbers(),
                line("var", in -> in.get(0).var(0, 2), x(3, 2, 4)).sums(24),
                line("std", in -> in.get(0).stdCorrected(0, 1), alternating(3, 4))
                        .sums(24),
                line("norm 1", in -> in.get(0).norm(1, 1), alternating(3, 4)).sums(4),
                line("norm 2", in -> in.get(0).norm(2, 1), alternating(3, 4)).sums(8),
                line("norm 3", in -> in.get(0).norm(3, 1), alternating(3, 4)).sums(8),
                line("norm 1.5", in -> in.get(0).norm(1.5), alternating(3, 4)).sums(24),
                line(
                        "norm ∞",
                        in -> in.get(0).norm(Double.POSITIVE_INFINITY, 1),
                        s -> s.distinct(Shape.of(3, 4)).add(2)),
                line(
                        "norm −∞",
                        in -> in.get(0).norm(Double.NEGATIVE_INFINITY, 1),
                        s -> s.distinct(Shape.of(3, 4)).add(2)),
                line("nanmean", in -> in.get(0).nanmean(1), x(3, 4)).sums(4));
    }

    static List<Case> scans() {
        return List.of(
                line("cumprod with zeros", in -> in.get(0).cumprod(1), grid(0, 2, 7))
                        .sums(14),
                line("logcumsumexp", in -> in.get(0).logcumsumexp(0), x(5, 2)).sums(ROUGH),
                line("cummax", in -> in.get(0).cummax(1).values(), distinct(2, 6, 2))
                        .sums(6),
                line("cummin", in -> in.get(0).cummin(0).values(), distinct(6, 2))
                        .sums(6),
                line("diff", in -> in.get(0).diff(2, 1), x(2, 6)).sums(4),
                line("trapezoid", in -> in.get(0).trapezoid(in.get(1), 0), x(5, 2), x(5))
                        .sums(10),
                line("sort", in -> in.get(0).sort(1, false).values(), distinct(2, 6)),
                line("topk", in -> in.get(0).topk(2, 0, true).values(), distinct(6, 2)),
                line("kthvalue", in -> in.get(0).kthvalue(2, 1).values(), distinct(2, 6)),
                line("median", in -> in.get(0).median(1).values(), distinct(2, 6)),
                line("median of all", in -> in.get(0).median(), distinct(3, 3)),
                line("nanmedian", in -> in.get(0).nanmedian(0).values(), distinct(5, 2)),
                line("mode", in -> in.get(0).mode(1).values(), grid(0, 2, 9)).withoutGradient(),
                line(
                                "quantile",
                                in -> in.get(0).quantile(in.get(1), 1, Between.LINEAR),
                                distinct(3, 6, 2),
                                s -> s.uniform(Shape.of(2), 0.25, 0.35))
                        .sums(12));
    }
}
