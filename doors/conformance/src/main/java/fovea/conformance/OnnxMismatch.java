package fovea.conformance;

import fovea.onnx.model.OnnxOptional;
import fovea.onnx.model.OnnxSequence;
import fovea.onnx.model.OnnxStrings;
import fovea.onnx.model.OnnxTensor;
import fovea.onnx.model.OnnxValue;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Holds values of ONNX against the expected ones: same kind, element type and shape, and no element too far off. */
final class OnnxMismatch {

    private OnnxMismatch() {}

    /** What is wrong, in words, if anything. */
    static Optional<String> between(OnnxValue got, OnnxValue expected, Tolerance tolerance) {
        return switch (expected) {
            case OnnxTensor e when got instanceof OnnxTensor g -> numbers(g, e, tolerance);
            case OnnxStrings e
            when got instanceof OnnxStrings g ->
                g.equals(e) ? Optional.empty() : Optional.of("is " + g + ", expected " + e);
            case OnnxSequence e when got instanceof OnnxSequence g -> sequences(g.values(), e.values(), tolerance);
            case OnnxOptional e
            when got instanceof OnnxOptional g ->
                e.value().isPresent() && g.value().isPresent()
                        ? between(g.value().get(), e.value().get(), tolerance)
                        : e.value().isPresent() == g.value().isPresent()
                                ? Optional.empty()
                                : Optional.of("is there or missing where it should not be");
            case OnnxTensor _, OnnxStrings _, OnnxSequence _, OnnxOptional _ ->
                Optional.of("is a %s, expected a %s"
                        .formatted(
                                got.getClass().getSimpleName(),
                                expected.getClass().getSimpleName()));
        };
    }

    private static Optional<String> sequences(List<OnnxValue> got, List<OnnxValue> expected, Tolerance tolerance) {
        if (got.size() != expected.size()) {
            return Optional.of("has %d values, expected %d".formatted(got.size(), expected.size()));
        }
        for (int i = 0; i < got.size(); i++) {
            Optional<String> wrong = between(got.get(i), expected.get(i), tolerance);
            if (wrong.isPresent()) {
                return Optional.of("[%d] %s".formatted(i, wrong.get()));
            }
        }
        return Optional.empty();
    }

    private static Optional<String> numbers(OnnxTensor got, OnnxTensor expected, Tolerance tolerance) {
        if (got.type() != expected.type() || !got.shape().equals(expected.shape())) {
            return Optional.of(
                    "is %s%s, expected %s%s".formatted(got.type(), got.shape(), expected.type(), expected.shape()));
        }
        return expected.type().isFloating()
                ? real(got.doubles(), expected.doubles(), tolerance)
                : whole(got.longs(), expected.longs());
    }

    private static Optional<String> real(double[] got, double[] expected, Tolerance tolerance) {
        int wrong = 0;
        int worst = 0;
        double most = 0;
        for (int i = 0; i < got.length; i++) {
            double off = Math.abs(got[i] - expected[i]);
            boolean same = got[i] == expected[i] || (Double.isNaN(got[i]) && Double.isNaN(expected[i]));
            if (!same && !(off <= tolerance.allowed(expected[i]) && Double.isFinite(expected[i]))) {
                worst = wrong == 0 || off > most ? i : worst;
                most = Math.max(most, off);
                wrong++;
            }
        }
        return wrong == 0
                ? Optional.empty()
                : Optional.of(String.format(
                        Locale.ROOT,
                        "%d of %d elements are wrong; worst at %d: got %.9g, expected %.9g, allowed %.3g off",
                        wrong,
                        got.length,
                        worst,
                        got[worst],
                        expected[worst],
                        tolerance.allowed(expected[worst])));
    }

    private static Optional<String> whole(long[] got, long[] expected) {
        for (int i = 0; i < got.length; i++) {
            if (got[i] != expected[i]) {
                return Optional.of("is wrong first at %d: got %d, expected %d".formatted(i, got[i], expected[i]));
            }
        }
        return Optional.empty();
    }
}
