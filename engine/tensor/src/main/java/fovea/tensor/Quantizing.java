package fovea.tensor;

/** Methods of {@link Tensor} to and from small whole numbers; see {@link Quantization}. */
public sealed interface Quantizing permits Tensor {

    private Tensor self() {
        return (Tensor) this;
    }

    /** As whole numbers of the quantization's type; no gradient goes back. */
    default Tensor quantize(Quantization how) {
        return how.quantize(self());
    }

    /** Whole numbers as the {@code f32} ones they stand for. */
    default Tensor dequantize(Quantization how) {
        return how.dequantize(self(), DType.F32);
    }

    /** Whole numbers as the floating-point ones they stand for. */
    default Tensor dequantize(Quantization how, DType to) {
        return how.dequantize(self(), to);
    }

    /**
     * The nearest numbers that whole ones stand for, with the gradient of the identity inside the range and 0 outside, so that networks can
     * be trained to bear quantization (Jacob et al. 2018, section 3).
     */
    default Tensor fakeQuantize(Quantization how) {
        return how.fake(self());
    }
}
