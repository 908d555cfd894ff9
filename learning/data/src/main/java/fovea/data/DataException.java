package fovea.data;

import org.jspecify.annotations.Nullable;

/** A data set that cannot be opened, fetched or read through; two lines, the second says what to do. */
public final class DataException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String what;
    private final String advice;

    /**
     * A failure without another one behind it.
     *
     * @param what what happened, where, with which numbers
     * @param advice what to do
     */
    public DataException(String what, String advice) {
        this(what, advice, null);
    }

    /** A failure caused by {@code cause}. */
    public DataException(String what, String advice, @Nullable Throwable cause) {
        super(what + "\n  " + advice, cause);
        this.what = what;
        this.advice = advice;
    }

    /** What happened. */
    public String what() {
        return what;
    }

    /** What to do about it. */
    public String advice() {
        return advice;
    }
}
