package fovea.bench;

/** A contest that was asked for wrongly: what was asked, and what may be. */
final class UsageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * @param what what was asked for
     * @param advice what may be
     */
    UsageException(String what, String advice) {
        super(what + "\n  " + advice);
    }
}
