package fovea.conformance;

import fovea.format.NdArray;
import java.util.Map;

/** Whole training runs. */
final class TrainGroup implements Group {

    @Override
    public Map<String, NdArray> run(Case run, Inputs inputs) {
        throw new CaseException("no operation " + run.op());
    }
}
