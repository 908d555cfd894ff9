package fovea.conformance.files;

import java.util.List;

/** What came of a pack of files. */
public record FileReport(List<Tally> formats, List<Failure> failures) {

    /** How many files of a format were read, and how many of them as they must be. */
    public record Tally(String format, int passed, int total) {}

    /**
     * A file that something wrong came of.
     *
     * @param what came of it
     */
    public record Failure(FileCase of, String what) {}
}
