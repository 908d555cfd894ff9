package fovea.tensor;

/**
 * An op from outside the vocabulary, which brings its own computation. It works wherever ops do: at once, on a tape, traced and compiled,
 * on every device; the devices leave its computation to the host.
 *
 * <p>Make it a record: ops that are equal must compute the same, and prepared kernels are found by equality. Its gradient is written
 * with tensors, as that of every op, so that it can be differentiated again; {@link #keep} names what the gradient reads.
 */
public non-sealed interface CustomOp extends Op {

    /**
     * The outputs' elements from the inputs', all in row-major order and in double precision, whatever their types; results are rounded to
     * the types that {@link #infer} said. Must be a pure function, and leave {@code x} as it is.
     *
     * @param in shapes and types of the inputs
     * @param x the elements of each input
     * @param out shapes and types of the outputs
     * @return the elements of each output
     */
    double[][] compute(Spec[] in, double[][] x, Spec[] out);
}
