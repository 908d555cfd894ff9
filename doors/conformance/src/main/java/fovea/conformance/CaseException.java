package fovea.conformance;

/** A case that cannot be run: an operation that is not there, an attribute or tensor that is missing or of another kind. */
final class CaseException extends RuntimeException {
    private static final long serialVersionUID = 1;

    CaseException(String what) {
        super(what);
    }
}
