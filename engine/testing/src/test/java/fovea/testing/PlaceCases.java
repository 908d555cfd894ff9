package fovea.testing;

import static fovea.tensor.Index.ALL;
import static fovea.tensor.Index.ELLIPSIS;
import static fovea.tensor.Index.NEW_AXIS;
import static fovea.tensor.Index.REVERSED;
import static fovea.tensor.Index.at;
import static fovea.tensor.Index.every;
import static fovea.tensor.Index.from;
import static fovea.tensor.Index.of;
import static fovea.tensor.Index.range;
import static fovea.testing.Operands.condition;
import static fovea.testing.Operands.distinct;
import static fovea.testing.Operands.integers;
import static fovea.testing.Operands.labels;
import static fovea.testing.Operands.line;
import static fovea.testing.Operands.x;

import fovea.tensor.Finding;
import fovea.tensor.Fold;
import java.util.List;

/** Programs that read and write at places, and that are made of {@link fovea.tensor.Take}, {@link fovea.tensor.IndexAdd} and the like. */
final class PlaceCases {
    private PlaceCases() {}

    static List<Case> places() {
        return List.of(
                Case.of("within", new Finding.Within("get", 0, 4), integers(-4, 4, 2, 3))
                        .withoutGradient(),
                line("get parts", v -> v.get(0).get(at(-1), NEW_AXIS, ELLIPSIS, range(1, -1)), x(2, 3, 5)),
                line("get backwards", v -> v.get(0).get(REVERSED, range(3, 0, -2)), x(3, 5)),
                line("get nothing", v -> v.get(0).get(range(2, 2), ALL), x(3, 5)),
                line("get rows", v -> v.get(0).get(of(v.get(1))), x(4, 3), integers(-4, 4, 2, 3))
                        .sums(6),
                line(
                                "get points",
                                v -> v.get(0).get(of(v.get(1)), of(v.get(2))),
                                x(4, 3),
                                integers(-4, 4, 5),
                                labels(3, 5))
                        .sums(5),
                line(
                                "get a table",
                                v -> v.get(0).get(of(v.get(1).unsqueeze(1)), of(v.get(2))),
                                x(4, 3, 2),
                                labels(4, 2),
                                labels(3, 3))
                        .sums(6),
                line(
                                "get with an axis between",
                                v -> v.get(0).get(of(v.get(1)), every(2), of(v.get(2))),
                                x(4, 3, 2),
                                labels(4, 3),
                                labels(2, 3))
                        .sums(6),
                line("with a part", v -> v.get(0).with(v.get(1), from(1), every(-2)), x(3, 5), x(2, 3)),
                line("with a row", v -> v.get(0).with(v.get(1), at(1)), x(3, 5), x(5)),
                line("with all", v -> v.get(0).with(v.get(1), REVERSED), x(3, 2), x(1, 2))
                        .sums(3),
                line("with nothing", v -> v.get(0).with(v.get(1), range(1, 1)), x(3, 2), x(2)),
                line(
                                "with points, the last stays",
                                v -> v.get(0).with(v.get(1), of(v.get(2)), of(v.get(3))),
                                x(3, 2),
                                x(9),
                                labels(3, 9),
                                labels(2, 9))
                        .sums(9),
                line(
                                "with rows added",
                                v -> v.get(0).withAdded(v.get(1), of(v.get(2)), ELLIPSIS),
                                x(3, 2),
                                x(4, 2),
                                integers(-3, 3, 4))
                        .sums(4),
                line("with a part added", v -> v.get(0).withAdded(v.get(1), every(2)), x(3, 2), x(2))
                        .sums(2),
                line("gather", v -> v.get(0).gather(1, v.get(1)), x(3, 4), integers(-4, 4, 2, 5))
                        .sums(5),
                line("takeAlong", v -> v.get(0).takeAlong(0, v.get(1)), x(3, 4), labels(3, 2, 1))
                        .sums(2),
                line("takeFlat", v -> v.get(0).takeFlat(v.get(1)), x(3, 4), integers(-12, 12, 2, 3))
                        .sums(6),
                line("putFlat", v -> v.get(0).putFlat(v.get(1), v.get(2)), x(3, 4), labels(12, 2, 3), x(6))
                        .sums(6),
                line("scatter", v -> v.get(0).scatter(0, v.get(1), v.get(2)), x(3, 4), labels(3, 5, 2), x(6, 3))
                        .sums(5),
                line("scatterAdd", v -> v.get(0).scatterAdd(-1, v.get(1), v.get(2)), x(2, 3), labels(3, 2, 7), x(2, 7))
                        .sums(8),
                scatterReduce(Fold.SUM, true),
                scatterReduce(Fold.SUM, false),
                scatterReduce(Fold.PROD, true),
                scatterReduce(Fold.PROD, false),
                scatterReduce(Fold.MEAN, true),
                scatterReduce(Fold.MEAN, false),
                scatterReduce(Fold.AMAX, true).forFiniteNumbers(),
                scatterReduce(Fold.AMIN, false).forFiniteNumbers(),
                line(
                                "indexAdd of slices",
                                v -> v.get(0).indexAdd(1, v.get(1), v.get(2), -2),
                                x(2, 3),
                                labels(3, 4),
                                x(2, 4))
                        .sums(5),
                line("indexCopy", v -> v.get(0).indexCopy(1, v.get(1), v.get(2)), x(2, 3, 2), labels(3, 2), x(2, 2, 2)),
                line("indexFill", v -> v.get(0).indexFill(0, v.get(1), 0.5), x(3, 2), labels(3, 2)),
                line(
                                "indexReduce",
                                v -> v.get(0).indexReduce(0, v.get(1), v.get(2), Fold.PROD, true),
                                x(3, 2),
                                labels(3, 4),
                                x(4, 2))
                        .sums(8),
                line("maskedFill", v -> v.get(0).maskedFill(v.get(1), 0.5), x(3, 4), condition(4)),
                line(
                        "maskedScatter",
                        v -> v.get(0).maskedScatter(v.get(1), v.get(2)),
                        x(3, 4),
                        condition(3, 4),
                        x(13)));
    }

    private static Case scatterReduce(Fold fold, boolean includeSelf) {
        return line(
                        "scatterReduce " + fold + (includeSelf ? " with itself" : ""),
                        v -> v.get(0).scatterReduce(0, v.get(1), v.get(2), fold, includeSelf),
                        fold == Fold.AMAX || fold == Fold.AMIN
                                ? s -> s.distinct(fovea.tensor.Shape.of(4, 2)).mul(2.1)
                                : x(4, 2),
                        labels(4, 5, 2),
                        distinct(5, 2))
                .sums(6);
    }
}
