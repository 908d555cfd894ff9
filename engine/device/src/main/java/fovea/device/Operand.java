package fovea.device;

import fovea.tensor.Spec;

/** What a kernel is prepared for: an input's or output's shape, type and layout. */
public record Operand(Spec spec, Layout layout) {

    /** Bytes from the first element to the end of the last. */
    public long bytes() {
        return switch (layout) {
            case Layout.Packed packed -> packed.bytes();
            case Layout.Strided strided -> {
                if (spec.shape().elements() == 0) {
                    yield 0;
                }
                long last = 0;
                for (int i = 0; i < strided.rank(); i++) {
                    last += strided.stride(i) * (spec.shape().size(i) - 1);
                }
                yield (last + 1) * spec.dtype().bytes();
            }
        };
    }
}
