package fovea.conformance;

import fovea.format.NdArray;
import java.util.Map;
import java.util.Optional;

/** A group of cases that are run the same way. */
@FunctionalInterface
interface Group {

    /** Runs a case: what comes of it, by the keys of {@link Case#expected}. */
    Map<String, NdArray> run(Case run, Inputs inputs);

    /** What is wrong with one of them, if anything. */
    default Optional<Mismatch> compare(String key, NdArray got, NdArray expected, Tolerance tolerance) {
        return Mismatch.between(key, got, expected, tolerance);
    }
}
