package fovea.testing;

import static fovea.testing.Operands.bytes;
import static fovea.testing.Operands.grid;

import fovea.tensor.Conv;
import fovea.tensor.DType;
import fovea.tensor.MatMul;
import fovea.tensor.MaxPool;
import fovea.tensor.Quantize;
import fovea.tensor.Quantized;
import fovea.tensor.Tensor;
import fovea.tensor.Window;
import java.util.List;

/** Products and largest of numbers of 8 bits, and how they become such. */
final class ByteCases {
    private static final Window SMALL = Window.of(3, 3).withPadding(1);
    private static final Window STRIDED = Window.of(3, 3).withStride(2).withPadding(1);
    private static final Window PAIRS = Window.of(2, 2).withStride(2);

    private ByteCases() {}

    static List<Case> ofEightBits() {
        return List.of(
                quantized(
                                "quantized conv2d",
                                Quantized.of(new Conv(SMALL, 1)),
                                bytes(DType.U8, 2, 3, 4, 5),
                                bytes(DType.I8, 4, 3, 3, 3),
                                grid(0, 4))
                        .sums(27),
                quantized(
                        "quantized conv2d, finished",
                        Quantized.of(new Conv(STRIDED, 1))
                                .withBias()
                                .to(DType.U8)
                                .withAddition(0.5)
                                .withRectifier(),
                        bytes(DType.I8, 2, 3, 4, 5),
                        bytes(DType.I8, 4, 3, 3, 3),
                        grid(0, 4),
                        grid(0.1, 4),
                        bytes(DType.I8, 2, 4, 2, 3)),
                quantized(
                        "quantized conv2d of groups",
                        Quantized.of(new Conv(SMALL, 3)).withBias().to(DType.I8),
                        bytes(DType.U8, 1, 3, 4, 4),
                        bytes(DType.I8, 6, 1, 3, 3),
                        grid(0, 6),
                        grid(0.1, 6)),
                quantized(
                                "quantized matmul",
                                Quantized.of(new MatMul()).withBias(),
                                bytes(DType.U8, 3, 5),
                                bytes(DType.I8, 5, 4),
                                grid(0, 4),
                                grid(0.1, 4))
                        .sums(5),
                quantized(
                        "quantized matmul of batches",
                        Quantized.of(new MatMul()).to(DType.I8),
                        bytes(DType.I8, 2, 3, 5),
                        bytes(DType.I8, 2, 5, 4),
                        grid(0, 4)),
                quantized(
                        "quantized matmul of one row, with an addend",
                        Quantized.of(new MatMul()).to(DType.I8).withAddition(2),
                        bytes(DType.I8, 1, 5),
                        bytes(DType.I8, 5, 4),
                        grid(0, 4),
                        bytes(DType.U8, 1, 4)),
                quantized("quantize", new Quantize(0.25, DType.I8), grid(0, 2, 3, 4))
                        .forFiniteNumbers(),
                quantized("quantize to u8", new Quantize(0.125, DType.U8), grid(0, 2, 3, 4))
                        .forFiniteNumbers(),
                Case.of("maxPool2d without winners", new MaxPool.Largest(PAIRS), bytes(DType.I8, 2, 3, 4, 5)),
                Case.of("maxPool2d without winners, u8", new MaxPool.Largest(STRIDED), bytes(DType.U8, 1, 3, 4, 5)));
    }

    /** Floating-point operands become multiples of 1/64 of single precision: what a scale makes of whole numbers is exact then. */
    private static Case quantized(String name, fovea.tensor.Op op, Case.Operand... x) {
        return Case.program(
                        name,
                        in -> List.of(op.apply(in.stream().map(ByteCases::exact).toArray(Tensor[]::new))),
                        x)
                .withoutGradient()
                .forFiniteNumbers();
    }

    private static Tensor exact(Tensor x) {
        return x.dtype().isFloating() ? x.cast(DType.F32).mul(64).round().div(64) : x;
    }
}
