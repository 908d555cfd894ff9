package fovea.format.torch;

import java.math.BigInteger;

/** A value of a PyTorch file that is no tensor, such as the number of an epoch. */
public sealed interface TorchScalar {

    /** {@code True} or {@code False}. */
    record Truth(boolean value) implements TorchScalar {}

    /** A whole number, of any size. */
    record Whole(BigInteger value) implements TorchScalar {}

    /** A floating-point number. */
    record Real(double value) implements TorchScalar {}

    /** Text; the name of a type or device is text too, such as {@code torch.float32}. */
    record Text(String value) implements TorchScalar {}

    /** {@code None}. */
    record None() implements TorchScalar {}
}
