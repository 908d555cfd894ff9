package fovea.conformance;

import java.util.List;

/**
 * What came of a pack of ONNX tests.
 *
 * @param core cases whose operators are all of the pack's core list
 * @param all every case but those whose outcome is random
 */
public record OnnxReport(Tally core, Tally all, List<Failure> failures) {

    /** How many cases were run, and how many of them were right. */
    public record Tally(int passed, int total) {

        /** The share of those that were right, from 0 to 1; of none 1. */
        public double rate() {
            return total == 0 ? 1 : (double) passed / total;
        }
    }

    /** A case that went wrong, and why. */
    public record Failure(OnnxPack.Case of, String what) {}
}
