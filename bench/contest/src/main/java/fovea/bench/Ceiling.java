package fovea.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the machine can do at most: 10⁹ operations a second of a large matrix product, a multiply-add being two.
 *
 * @param f32 in single precision
 * @param bf16 in bf16
 */
record Ceiling(double f32, double bf16) {

    /** Measures it, as libtorch with MKL reaches it. */
    static Ceiling measure(Path home) {
        Process process = Launch.start(Roster.CEILINGS, home, "products");
        try {
            String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Ceiling(member(answer, "f32_gflops"), member(answer, "bf16_gflops"));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** The share of it that a step reaches. */
    double share(Workload workload, double milliseconds) {
        double peak = switch (workload.precision()) {
            case F32 -> f32;
            case BF16 -> bf16;
            // Nobody measures that of 8 bits: a share above 1 says that they pay.
            case INT8 -> f32;
        };
        return 2e-6 * workload.products() / milliseconds / peak;
    }

    /** One line to read. */
    String line() {
        return String.format(Locale.ROOT, "peak of matrix products: f32 %.0f GFLOP/s, bf16 %.0f%n", f32, bf16);
    }

    private static double member(String json, String name) {
        Matcher matcher = Pattern.compile("\"" + name + "\":([0-9.]+)").matcher(json);
        if (!matcher.find()) {
            throw new ContestException("no ceiling: it printed " + json, "bench/run ceilings shows what is wrong");
        }
        return Double.parseDouble(matcher.group(1));
    }
}
