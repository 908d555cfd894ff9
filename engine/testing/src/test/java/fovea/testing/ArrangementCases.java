package fovea.testing;

import static fovea.testing.Operands.line;
import static fovea.testing.Operands.x;

import fovea.tensor.Border;
import fovea.tensor.Pad;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import java.util.List;

/** Programs that give elements other axes, take tensors apart and put them together. */
final class ArrangementCases {
    private ArrangementCases() {}

    static List<Case> arrangements() {
        return List.of(
                Case.of(
                        "pad between, rows interleaved",
                        new Pad(Shape.of(0, 0), Shape.of(0, 0), Shape.of(0, 1)),
                        x(3, 3)),
                Case.of(
                        "pad channels between",
                        new Pad(Shape.of(0, 0, 1, 0), Shape.of(0, 0, 0, 0), Shape.of(0, 2, 0, 1)),
                        x(2, 3, 2, 2)),
                line("flip", v -> v.get(0).flip(0, 2), x(2, 3, 4)),
                line("roll", v -> v.get(0).roll(-2, 1).roll(7), x(2, 3, 2)),
                line("rot90", v -> v.get(0).rot90().add(v.get(0).rot90(-1, 0, 1)), x(3, 3))
                        .sums(2),
                line("moveAxis", v -> v.get(0).moveAxis(0, -1), x(2, 3, 4)),
                line("select", v -> v.get(0).select(1, -1), x(2, 3, 4)),
                line("slice from the end", v -> v.get(0).slice(-1, -3, -1), x(2, 5)),
                line("tile", v -> v.get(0).tile(2, 1, 3), x(3, 2)).sums(6),
                line("repeatInterleave", v -> v.get(0).repeatInterleave(0, 3), x(3, 2))
                        .sums(3),
                line("tril", v -> v.get(0).tril(1), x(2, 3, 4)),
                line("triu", v -> v.get(0).triu(-1), x(2, 4, 3)),
                line("diagonal", v -> v.get(0).diagonal(-1, 0, 2), x(4, 2, 3)),
                line("diagonal beyond", v -> v.get(0).diagonal(5, 0, 1), x(2, 3)),
                line("diagEmbed", v -> v.get(0).diagEmbed(-2, 0, 2), x(2, 3)),
                line("windows", v -> v.get(0).windows(0, 3, 2), x(8, 2)).sums(2),
                line("asStrided", v -> v.get(0).asStrided(new int[] {2, 3}, new int[] {1, 2}, 1), x(2, 4))
                        .sums(2),
                line("pad with a number", v -> v.get(0).pad(1, 2, 1, 0.1), x(2, 3)),
                line("pad reflecting", v -> v.get(0).pad(Border.REFLECT, 0, 2, 1), x(3, 2))
                        .sums(3),
                line("stack", v -> Tensor.stack(1, v), x(2, 3), x(2, 3)),
                line("hstack", v -> Tensor.hstack(v.get(0), v.get(1)), x(2, 3), x(2, 1)),
                line("dstack", v -> Tensor.dstack(v.get(0), v.get(1)), x(3), x(3)),
                line("meshgrid", v -> Tensor.cartesianProduct(v.get(0), v.get(1)), x(3), x(2))
                        .sums(3),
                line("blockDiag", v -> Tensor.blockDiag(v.get(0), v.get(1)), x(2, 3), x(2)),
                line("combinations", v -> v.get(0).combinations(2), x(4)).sums(3),
                line("vander", v -> v.get(0).vander(4, false), x(3)).sums(3),
                line("chunks", v -> Tensor.concat(0, v.get(0).chunk(2, 0).reversed()), x(5, 2)));
    }
}
