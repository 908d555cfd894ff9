package fovea.tensor;

/** Operands that do not fit: says which operation, what came, and what would fit. */
public final class ShapeException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    private final String operation;
    private final String remedy;

    /**
     * @param operation the operation's name as users write it
     * @param found what came, with shapes
     * @param remedy what would fit
     */
    public ShapeException(String operation, String found, String remedy) {
        super(operation + ": " + found + System.lineSeparator() + "  " + remedy);
        this.operation = operation;
        this.remedy = remedy;
    }

    public String operation() {
        return operation;
    }

    public String remedy() {
        return remedy;
    }
}
