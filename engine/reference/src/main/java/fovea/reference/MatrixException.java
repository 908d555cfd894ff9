package fovea.reference;

/** A matrix that an algorithm cannot take, such as a singular one; its message says what the matrix is. */
final class MatrixException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String remedy;

    MatrixException(String what, String remedy) {
        super(what);
        this.remedy = remedy;
    }

    String remedy() {
        return remedy;
    }
}
