package fovea.testing;

import static fovea.testing.Operands.ROUGH;
import static fovea.testing.Operands.line;
import static fovea.testing.Operands.positive;
import static fovea.testing.Operands.x;

import fovea.tensor.BatchNorm;
import fovea.tensor.Tensor;
import java.util.List;

/** Programs of several ops. */
final class ProgramCases {
    private static final BatchNorm NORM = new BatchNorm(1e-5);

    private ProgramCases() {}

    static List<Case> programs() {
        return List.of(
                line("add, broadcast", x -> x.get(0).add(x.get(1)), x(3, 4), x(4))
                        .sums(3),
                line("mul, both broadcast", x -> x.get(0).mul(x.get(1)), x(3, 1), x(1, 4))
                        .sums(4),
                line("div by a scalar tensor", x -> x.get(0).div(x.get(1)), x(3, 4), positive())
                        .sums(12),
                line("mean", x -> x.get(0).mean(), x(3, 4)).sums(12),
                line("mean over the last axis", x -> x.get(0).mean(-1), x(3, 4)).sums(4),
                line("softmax", x -> x.get(0).softmax(), x(3, 4)).sums(ROUGH),
                line("variance", x -> x.get(0).sub(x.get(0).mean()).square().mean(), x(3, 4))
                        .sums(12),
                line("flatten, then matmul", x -> x.get(0).flatten().matmul(x.get(1)), x(2, 2, 2, 2), x(8, 3))
                        .sums(8),
                line("transpose, then matmul", x -> x.get(0).matmul(x.get(1).transpose()), x(2, 3), x(4, 3))
                        .sums(4),
                line(
                                "cross entropy",
                                x -> x.get(0).logSoftmax().mul(x.get(1)).sum().neg(),
                                x(3, 4),
                                x(3, 4))
                        .sums(12),
                line(
                                "conv2d, batchNorm, relu, pool",
                                in -> {
                                    Tensor y = in.get(0).conv2d(in.get(1), 1, 1);
                                    Tensor z = NORM.outputs(y, in.get(2), in.get(3))[0];
                                    return z.relu().maxPool2d(2, 2);
                                },
                                x(2, 2, 4, 4),
                                x(3, 2, 3, 3),
                                positive(3),
                                x(3))
                        .sums(108)
                        .withoutGradient());
    }
}
