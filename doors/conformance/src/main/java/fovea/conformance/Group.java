package fovea.conformance;

import fovea.format.NdArray;
import java.util.Map;

/** A group of cases that are run the same way. */
@FunctionalInterface
interface Group {

    /** Runs a case: what comes of it, by the keys of {@link Case#expected}. */
    Map<String, NdArray> run(Case run, Inputs inputs);
}
