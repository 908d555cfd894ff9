package fovea.conformance;

import fovea.format.NdArray;
import java.util.Map;

/** Optimizers, step by step. */
final class OptimizerGroup implements Group {

    @Override
    public Map<String, NdArray> run(Case run, Inputs inputs) {
        throw new CaseException("no operation " + run.op());
    }
}
