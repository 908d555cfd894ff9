package fovea.testing;

import static fovea.testing.Case.of;
import static fovea.testing.Operands.distinct;
import static fovea.testing.Operands.grid;
import static fovea.testing.Operands.integers;
import static fovea.testing.Operands.labels;
import static fovea.testing.Operands.x;

import fovea.tensor.Finding;
import fovea.tensor.IndexAdd;
import fovea.tensor.Shape;
import fovea.tensor.Take;
import java.util.List;

/** What finds places, and what reads and writes at places. */
final class IndexCases {
    private IndexCases() {}

    static List<Case> index() {
        return List.of(
                of("argmax", new Finding.ArgMax(1), distinct(2, 3, 4)).withoutGradient(),
                of("argmax of equals", new Finding.ArgMax(0), grid(0, 20)).withoutGradient(),
                of("cummax", new Finding.CumMax(1), grid(0, 2, 7, 2)).withoutGradient(),
                of("sort", new Finding.Sort(1, false), grid(0, 2, 9)).withoutGradient(),
                of("sort, descending", new Finding.Sort(0, true), grid(0, 9, 2)).withoutGradient(),
                of("sort nothing", new Finding.Sort(1, false), x(2, 0)).withoutGradient(),
                of("searchsorted", new Finding.SearchSorted(false), ascending(2, 5), grid(0, 2, 4))
                        .withoutGradient(),
                of("searchsorted from the right", new Finding.SearchSorted(true), ascending(2, 5), grid(0, 2, 4))
                        .withoutGradient(),
                of("lastIndex", new Finding.LastIndex(5), labels(4, 6)).withoutGradient(),
                of("largestIndex", new Finding.LargestIndex(5), distinct(6), labels(4, 6))
                        .withoutGradient(),
                of("take rows", new Take(0), x(4, 3), integers(-4, 4, 5)).sums(5),
                of("take along the middle, a table of places", new Take(1), x(2, 4, 3), labels(4, 2, 3))
                        .sums(6),
                of("take one", new Take(1), x(2, 4), labels(4)),
                of("take nothing", new Take(0), x(4, 3), labels(4, 0)),
                of("indexAdd", new IndexAdd(0, 4), x(5, 3), integers(-4, 4, 5)).sums(5),
                of("indexAdd in the middle, a table of places", new IndexAdd(1, 4), x(2, 2, 3, 2), labels(4, 2, 3))
                        .sums(6),
                of("indexAdd of nothing", new IndexAdd(0, 4), x(0, 3), labels(4, 0)));
    }

    private static Case.Operand ascending(int... sizes) {
        return s -> s.make(Shape.of(sizes), i -> 0.3 * (i % sizes[sizes.length - 1]) - 0.6);
    }
}
