package fovea.data;

/** A picture that cannot be read: which one, and why. */
public final class ImageException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String file;
    private final String reason;

    /**
     * A refusal.
     *
     * @param file the picture's path, or whatever its bytes are known by
     * @param reason what is wrong with it, with the numbers
     * @param advice what to do
     */
    public ImageException(String file, String reason, String advice) {
        super(file + ": " + reason + "\n  " + advice);
        this.file = file;
        this.reason = reason;
    }

    ImageException(String file, String reason, String advice, Throwable cause) {
        this(file, reason, advice);
        initCause(cause);
    }

    /** The picture's path or name. */
    public String file() {
        return file;
    }

    /** What is wrong with it, without the path and the advice. */
    public String reason() {
        return reason;
    }
}
