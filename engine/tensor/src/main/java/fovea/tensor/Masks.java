package fovea.tensor;

/** Places where a mask is true; they are read, for how many there are decides the shape of what comes out. */
final class Masks {
    private Masks() {}

    /** The places along each axis, row-major. */
    static int[][] places(Tensor mask) {
        boolean[] kept = mask.toBooleans();
        int[] sizes = mask.shape().toArray();
        int n = 0;
        for (boolean keeps : kept) {
            n += keeps ? 1 : 0;
        }
        int[][] places = new int[sizes.length][n];
        int found = 0;
        for (int i = 0; i < kept.length; i++) {
            if (kept[i]) {
                int rest = i;
                for (int axis = sizes.length - 1; axis >= 0; axis--) {
                    places[axis][found] = rest % sizes[axis];
                    rest /= sizes[axis];
                }
                found++;
            }
        }
        return places;
    }

    /** {@code mask}, which must be one. */
    static Tensor checked(String operation, Tensor mask) {
        if (mask.dtype() != DType.BOOL) {
            throw new ShapeException(operation, "the mask is " + mask.spec(), "a mask is bool; mask.ne(0) would fit");
        }
        return mask;
    }
}
