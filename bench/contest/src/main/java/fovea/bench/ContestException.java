package fovea.bench;

/** A contest that cannot go on: what happened, and what to do about it. */
final class ContestException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * @param what what happened, with its figures
     * @param advice what to do
     */
    ContestException(String what, String advice) {
        super(what + "\n  " + advice);
    }
}
