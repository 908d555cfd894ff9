package fovea.train.tune;

/** A search that came to nothing: what happened, and what to do. */
public final class TuningException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** A failed search. */
    public TuningException(String what, String remedy) {
        super(what + System.lineSeparator() + "  " + remedy);
    }
}
