package fovea.bench;

import java.util.Arrays;
import java.util.Locale;

/** In what numbers convolutions and matrix products are done; weights, optimizer and losses are f32 in any. */
public enum Precision {
    /** Single precision throughout. */
    F32,
    /** 16 bits with the exponent of f32: what PyTorch calls autocast to {@code bfloat16}. */
    BF16,
    /** Whole numbers of 8 bits, in inference only; scales are chosen from the images that are answered. */
    INT8;

    /** Returns the precision of that label. */
    public static Precision labeled(String label) {
        return Arrays.stream(values())
                .filter(precision -> precision.label().equals(label))
                .findFirst()
                .orElseThrow(() -> new UsageException("no precision is called " + label, "choose f32, bf16 or int8"));
    }

    /** {@code f32}, {@code bf16} or {@code int8}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
