package fovea.onednn;

import fovea.device.Kernel;
import fovea.device.Layout;
import fovea.tensor.Shape;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Row by row in plain Java and double precision, where infinities and not-a-numbers are among the elements. */
final class LogSoftmaxLoop implements Kernel {
    private final Shape shape;

    LogSoftmaxLoop(Shape shape) {
        this.shape = shape;
    }

    @Override
    public String name() {
        return "java logarithm of softmax";
    }

    @Override
    public Layout input(int i) {
        return Layout.rowMajor(shape);
    }

    @Override
    public Layout output(int i) {
        return Layout.rowMajor(shape);
    }

    @Override
    public boolean inPlace(int i) {
        return true;
    }

    @Override
    public void run(MemorySegment[] in, MemorySegment[] out) {
        int n = shape.size(-1);
        float[] row = new float[n];
        for (long at = 0; at < shape.elements(); at += n) {
            MemorySegment.copy(in[0], ValueLayout.JAVA_FLOAT, 4 * at, row, 0, n);
            normalize(row);
            MemorySegment.copy(row, 0, out[0], ValueLayout.JAVA_FLOAT, 4 * at, n);
        }
    }

    private static void normalize(float[] row) {
        float most = Float.NEGATIVE_INFINITY;
        for (float x : row) {
            most = Math.max(most, x);
        }
        double sum = 0;
        for (float x : row) {
            sum += Math.exp((double) x - most);
        }
        double log = Math.log(sum);
        for (int i = 0; i < row.length; i++) {
            row[i] = (float) ((double) row[i] - most - log);
        }
    }
}
