package fovea.tensor;

import org.jspecify.annotations.Nullable;

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
        this(operation + ": " + found + System.lineSeparator() + "  " + remedy, operation, remedy, null);
    }

    private ShapeException(String message, String operation, String remedy, @Nullable Throwable cause) {
        super(message, cause);
        this.operation = operation;
        this.remedy = remedy;
    }

    /** The same, saying in which part of a model it happened, such as {@code features.2 (Linear)}. */
    public ShapeException in(String part) {
        return new ShapeException(getMessage() + System.lineSeparator() + "  in " + part, operation, remedy, this);
    }

    public String operation() {
        return operation;
    }

    public String remedy() {
        return remedy;
    }
}
