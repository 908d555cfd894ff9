package fovea.onnx.model;

/** A network that cannot be run: which node, what is wrong there, in numbers, and what to do. */
public final class OnnxException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String fact;
    private final String remedy;

    public OnnxException(String where, String what, String remedy) {
        super("%s: %s%n  %s".formatted(where, what, remedy));
        this.fact = where + ": " + what;
        this.remedy = remedy;
    }

    public OnnxException(String where, String what, String remedy, Throwable cause) {
        this(where, what, remedy);
        initCause(cause);
    }

    /** Where, and what is wrong there. */
    public String fact() {
        return fact;
    }

    /** What to do about it. */
    public String remedy() {
        return remedy;
    }
}
