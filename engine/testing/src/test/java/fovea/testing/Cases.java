package fovea.testing;

import java.util.List;
import java.util.stream.Stream;

/** The table: every op has a line here, and every property of {@link OpTableTest} holds for every line. */
final class Cases {
    private Cases() {}

    static List<Case> all() {
        return Stream.of(
                        ElementwiseCases.elementwise(),
                        ElementwiseCases.functions(),
                        FormulaCases.primitives(),
                        FormulaCases.formulas(),
                        FormulaCases.folds(),
                        FormulaCases.scans(),
                        ActivationCases.activations(),
                        IndexCases.index(),
                        ReductionCases.reductions(),
                        MovementCases.movement(),
                        ArrangementCases.arrangements(),
                        PlaceCases.places(),
                        ContractionCases.contractions(),
                        ProductCases.products(),
                        PoolingCases.windows(),
                        ByteCases.ofEightBits(),
                        NormCases.norms(),
                        NormCases.formulas(),
                        RecurrenceCases.layers(),
                        LinearAlgebraCases.linearAlgebra(),
                        ProgramCases.programs())
                .flatMap(List::stream)
                .toList();
    }
}
