package fovea.lessons;

/**
 * A place in an exercise where something is to be written. It compiles wherever a value may stand, and says so when it is reached; the sheet
 * of checks goes on with the next.
 */
public final class Hole extends RuntimeException {
    private static final long serialVersionUID = 1;

    private Hole(String wanted) {
        super(wanted);
    }

    /**
     * Stands for what is to be written: {@code Tensor p = Hole.fill("the probabilities, [N, C]")}.
     *
     * @param wanted what belongs there, with its shape
     */
    @SuppressWarnings({"TypeParameterUnusedInFormals", "DoNotCallSuggester"
    }) // it stands for a value of any type until one is written
    public static <T> T fill(String wanted) {
        throw new Hole(wanted);
    }

    /** The line of the exercise it is in, such as {@code Softmax.java, line 23}. */
    String place() {
        for (StackTraceElement at : getStackTrace()) {
            if (!at.getClassName().equals(Hole.class.getName())) {
                return at.getFileName() + ", line " + at.getLineNumber();
            }
        }
        return "somewhere";
    }
}
