package fovea.tensor;

/**
 * The input itself under another name: the same values in the same memory, of any type. What differs is what a reading may do with it.
 *
 * <p>Devices: no work, a view.
 */
public sealed interface Alias extends Op permits StopGradient, Recompute {
    @Override
    default Spec[] infer(Spec... x) {
        return new Spec[] {x[0]};
    }

    @Override
    default Keep keep() {
        return Keep.NOTHING;
    }
}
