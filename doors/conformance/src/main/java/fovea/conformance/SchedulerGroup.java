package fovea.conformance;

import fovea.format.NdArray;
import java.util.Map;

/** The learning rate at each step. */
final class SchedulerGroup implements Group {

    @Override
    public Map<String, NdArray> run(Case run, Inputs inputs) {
        throw new CaseException("no operation " + run.op());
    }
}
