package fovea.testing;

import static fovea.testing.Case.of;
import static fovea.testing.Operands.x;

import fovea.tensor.LstmSteps;
import java.util.List;

/** Recurrent layers over all their steps. */
final class RecurrenceCases {
    private RecurrenceCases() {}

    static List<Case> layers() {
        return List.of(
                of("lstmSteps", new LstmSteps(false), x(3, 2, 8), x(2, 8), x(2, 2), x(2, 2))
                        .sums(16),
                of("lstmSteps backwards", new LstmSteps(true), x(3, 2, 8), x(2, 8), x(2, 2), x(2, 2))
                        .sums(16),
                of("lstmSteps, one of one unit", new LstmSteps(false), x(1, 1, 4), x(1, 4), x(1, 1), x(1, 1))
                        .sums(4),
                of("lstmSteps of nothing", new LstmSteps(false), x(2, 0, 8), x(2, 8), x(0, 2), x(0, 2)),
                of(
                                "lstmSteps gradient",
                                new LstmSteps.Gradient(new LstmSteps(false)),
                                x(2, 8),
                                x(4, 2, 2),
                                x(3, 2, 8),
                                x(4, 2, 2),
                                x(4, 2, 2))
                        .sums(32),
                of(
                                "lstmSteps gradient, backwards and with that of the gates",
                                new LstmSteps.Gradient(new LstmSteps(true)),
                                x(2, 8),
                                x(4, 2, 2),
                                x(3, 2, 8),
                                x(4, 2, 2),
                                x(4, 2, 2),
                                x(3, 2, 8))
                        .sums(32));
    }
}
