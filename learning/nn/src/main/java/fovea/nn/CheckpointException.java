package fovea.nn;

/** Saved values that do not fit the model they are meant for: which, and what to do. */
public final class CheckpointException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String what;
    private final String remedy;

    /**
     * A misfit.
     *
     * @param what which value, with its shape
     * @param remedy what would fit
     */
    public CheckpointException(String what, String remedy) {
        super(what + System.lineSeparator() + "  " + remedy);
        this.what = what;
        this.remedy = remedy;
    }

    /** The same, saying which file it was. */
    public CheckpointException in(Object file) {
        return new CheckpointException(file + ": " + what, remedy);
    }
}
