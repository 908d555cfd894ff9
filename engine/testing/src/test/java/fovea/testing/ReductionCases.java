package fovea.testing;

import static fovea.testing.Case.of;
import static fovea.testing.Operands.ROUGH;
import static fovea.testing.Operands.condition;
import static fovea.testing.Operands.distinct;
import static fovea.testing.Operands.integers;
import static fovea.testing.Operands.x;

import fovea.tensor.Axes;
import fovea.tensor.CumSum;
import fovea.tensor.LogSoftmax;
import fovea.tensor.Max;
import fovea.tensor.Sum;
import java.util.List;

/** What folds axes away, or goes along one. */
final class ReductionCases {
    private ReductionCases() {}

    static List<Case> reductions() {
        return List.of(
                of("sum over rows", new Sum(new Axes(1)), x(3, 4)).sums(3),
                of("sum over columns", new Sum(new Axes(2)), x(3, 4)).sums(4),
                of("sum over two axes", new Sum(new Axes(0b101)), x(3, 2, 4)).sums(12),
                of("sum over all but channels", new Sum(new Axes(0b1101)), x(2, 3, 3, 2))
                        .sums(12),
                of("sum over no axes", new Sum(new Axes(0)), x(3, 2)),
                of("sum of nothing", new Sum(new Axes(1)), x(0, 3)),
                of("sum of many", new Sum(new Axes(0b11)), x(70, 51)).sums(3570).withoutGradient(),
                of("max over rows", new Max(new Axes(1)), distinct(3, 4)),
                of("max over two axes", new Max(new Axes(0b101)), distinct(3, 2, 4)),
                of("max of one", new Max(new Axes(2)), distinct(3, 1)),
                of("max of nothing", new Max(new Axes(1)), x(0, 3)),
                of("max of integers", new Max(new Axes(1)), integers(-9, 9, 3, 4))
                        .withoutGradient(),
                of("max of conditions", new Max(new Axes(2)), condition(3, 4)).withoutGradient(),
                of("sum of integers", new Sum(new Axes(1)), integers(-9, 9, 3, 4))
                        .withoutGradient(),
                of("cumsum", new CumSum(1, false), x(2, 5, 2)).sums(5),
                of("cumsum from the end", new CumSum(0, true), x(4, 3)).sums(4),
                of("cumsum of nothing", new CumSum(1, false), x(2, 0)),
                of("logSoftmax", new LogSoftmax(), x(3, 5)).sums(ROUGH),
                of("logSoftmax of one class", new LogSoftmax(), x(3, 1)),
                of("logSoftmax over the last of three axes", new LogSoftmax(), x(2, 2, 3))
                        .sums(ROUGH),
                of("logSoftmax of no rows", new LogSoftmax(), x(0, 3)));
    }
}
