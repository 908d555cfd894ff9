package fovea.conformance;

import java.util.List;

/** What came of a pack. */
public record Report(List<Tally> groups, List<Failure> failures) {

    /** How many cases of a group were run, and how many of them were right. */
    public record Tally(String group, int passed, int total) {}

    /**
     * A case that went wrong.
     *
     * @param what why it could not be run, or which of its tensors are wrong
     * @param mismatches one for each tensor that is wrong; none where the case could not be run
     */
    public record Failure(Case of, String what, List<Mismatch> mismatches) {}
}
