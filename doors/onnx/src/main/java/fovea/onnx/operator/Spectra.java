package fovea.onnx.operator;

import fovea.onnx.model.HostNumbers;
import fovea.onnx.model.OnnxValue;
import fovea.tensor.DType;
import fovea.tensor.Shape;
import fovea.tensor.Spec;
import fovea.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Fourier transforms, by their definition. Complex numbers are pairs along the last axis. */
final class Spectra {

    private Spectra() {}

    static Map<String, Operator> table() {
        Map<String, Operator> all = new HashMap<>();
        all.put("DFT", Spectra::transform);
        all.put("STFT", Spectra::overTime);
        return all;
    }

    private static List<OnnxValue> transform(Call call) {
        Tensor x = call.x(0);
        int rank = x.shape().rank();
        long wanted = call.opset() < 20 ? call.whole("axis", 1) : call.has(2) ? (long) call.number(2) : -2;
        int axis = call.axis(wanted, rank);
        int length = call.has(1) ? (int) call.number(1) : 0;
        boolean inverse = call.flag("inverse", false);
        boolean half = call.flag("onesided", false);
        if (inverse && half) {
            int n = length > 0 ? length : 2 * (x.shape().size(axis) - 1);
            return call.one(real(x, axis, n));
        }
        return call.one(dft(x, axis, length > 0 ? length : x.shape().size(axis), inverse, half));
    }

    /** {@code x [..., 1 or 2]} transformed along an axis, cut or filled up with zeros to {@code n}. */
    private static Tensor dft(Tensor x, int axis, int n, boolean inverse, boolean half) {
        int size = x.shape().size(axis);
        Tensor filled = size < n ? x.pad(axis, 0, n - size) : x.slice(axis, 0, n);
        Tensor real = filled.select(-1, 0);
        Tensor imaginary = x.shape().size(-1) == 2 ? filled.select(-1, 1) : null;
        int bins = half ? n / 2 + 1 : n;
        Tensor cos = matrix(n, bins, inverse, x.dtype(), true);
        Tensor sin = matrix(n, bins, inverse, x.dtype(), false);
        Tensor re = along(real, axis, cos);
        Tensor im = along(real, axis, sin);
        if (imaginary != null) {
            re = re.sub(along(imaginary, axis, sin));
            im = im.add(along(imaginary, axis, cos));
        }
        Tensor y = Tensor.stack(-1, re, im);
        return inverse ? y.div(n) : y;
    }

    private static Tensor along(Tensor x, int axis, Tensor matrix) {
        return x.moveAxis(axis, -1).matmul(matrix).moveAxis(-1, axis);
    }

    /** The real signal whose first half of a spectrum this is. */
    private static Tensor real(Tensor x, int axis, int n) {
        int bins = n / 2 + 1;
        int size = x.shape().size(axis);
        Tensor half = size < bins ? x.pad(axis, 0, bins - size) : x.slice(axis, 0, bins);
        Tensor rest = half.slice(axis, 1, n - bins + 1).flip(axis);
        Tensor mirrored =
                Tensor.concat(-1, rest.slice(-1, 0, 1), rest.slice(-1, 1, 2).neg());
        return dft(Tensor.concat(axis, half, mirrored), axis, n, true, false).slice(-1, 0, 1);
    }

    private static Tensor matrix(int n, int bins, boolean inverse, DType type, boolean cosine) {
        Limits.onHost("DFT", Limits.shape("DFT", n, bins));
        double[] elements = new double[n * bins];
        for (int i = 0; i < elements.length; i++) {
            double angle = (inverse ? 2 : -2) * Math.PI * ((long) (i / bins) * (i % bins) % n) / n;
            elements[i] = cosine ? Math.cos(angle) : Math.sin(angle);
        }
        return HostNumbers.tensor(new Spec(Shape.of(n, bins), type), elements);
    }

    /** Transforms of windows that follow each other, {@code [N, length, 1]} → {@code [N, frames, bins, 2]}. */
    private static List<OnnxValue> overTime(Call call) {
        Tensor x = call.x(0);
        int step = (int) call.number(1);
        int length = call.has(3) ? (int) call.number(3) : call.shape(2).size(0);
        int frames = (x.shape().size(1) - length) / step + 1;
        boolean half = call.flag("onesided", true);
        List<Tensor> parts = new ArrayList<>();
        for (int i = 0; i < frames; i++) {
            Tensor part = x.slice(1, i * step, i * step + length);
            if (call.has(2)) {
                part = part.mul(call.x(2).reshape(length, 1));
            }
            parts.add(dft(part, 1, length, false, half));
        }
        return call.one(Tensor.stack(1, parts));
    }
}
