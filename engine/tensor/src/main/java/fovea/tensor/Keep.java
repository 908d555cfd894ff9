package fovea.tensor;

/**
 * What an op's gradient rule reads: the values of these inputs and outputs, one bit each. It sets how much memory a
 * backward pass holds; shapes are always known and need no keeping.
 */
public record Keep(int inputBits, int outputBits) {
    public static final Keep NOTHING = new Keep(0, 0);

    public static Keep inputs(int... inputs) {
        return new Keep(bits(inputs), 0);
    }

    public static Keep outputs(int... outputs) {
        return new Keep(0, bits(outputs));
    }

    public Keep andOutputs(int... outputs) {
        return new Keep(inputBits, outputBits | bits(outputs));
    }

    public boolean input(int i) {
        return (inputBits >> i & 1) == 1;
    }

    public boolean output(int i) {
        return (outputBits >> i & 1) == 1;
    }

    private static int bits(int... places) {
        int bits = 0;
        for (int place : places) {
            bits |= 1 << place;
        }
        return bits;
    }
}
