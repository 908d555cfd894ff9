package fovea.onednn;

import fovea.device.Kernel;
import fovea.device.Layout;
import fovea.device.Operand;
import fovea.tensor.LstmSteps;
import fovea.tensor.Shape;
import fovea.tensor.Spec;
import java.lang.foreign.MemorySegment;

/** {@link LstmSteps.Gradient}. What goes from step to step lies where at last the gradients of the first states come to lie. */
final class LstmBackward implements Kernel {
    private static final int DH = 0;
    private static final int DC = 1;
    private static final int SHOWN = 2;
    private static final int BEFORE = 3;
    private static final int FIRST_GATE = 4;

    private final LstmSteps op;
    private final StepProduct product;
    private final Layout[] inputs;
    private final Layout[] outputs;
    private final UnitWalk walk;

    LstmBackward(LstmSteps op, Operand[] in, Spec[] out) {
        Shape gates = in[2].spec().shape();
        this.op = op;
        this.product = StepProduct.withTransposed(in[0], gates.size(1));
        this.inputs = LstmForward.dense(in);
        inputs[0] = product.given();
        this.outputs = LstmForward.dense(out);
        this.walk = new UnitWalk(gates, 8);
    }

    @Override
    public String name() {
        return "steps of " + product.implementation();
    }

    @Override
    public Layout input(int i) {
        return inputs[i];
    }

    @Override
    public Layout output(int i) {
        return outputs[i];
    }

    @Override
    public void run(MemorySegment[] in, MemorySegment[] out) {
        int t = walk.steps();
        product.begin(in[0]);
        walk.state(out[1], 0).copyFrom(walk.state(in[3], op.slot(t, t)));
        walk.state(out[2], 0).copyFrom(walk.state(in[4], op.slot(t, t)));
        for (int read = t - 1; read >= 0; read--) {
            int before = op.slot(read, t);
            int after = op.slot(read + 1, t);
            int at = op.step(read, t);
            walk.run((rows, row, unit, n) -> {
                walk.readState(out[1], 0, row, unit, rows[DH], n);
                if (after != op.slot(t, t)) {
                    walk.readState(in[3], after, row, unit, rows[SHOWN], n);
                    add(rows[DH], rows[SHOWN], n);
                }
                walk.readState(out[2], 0, row, unit, rows[DC], n);
                walk.readState(in[1], after, row, unit, rows[BEFORE], n);
                Saturating.tanh(rows[BEFORE], rows[SHOWN], n);
                walk.readState(in[1], before, row, unit, rows[BEFORE], n);
                for (int gate = 0; gate < 4; gate++) {
                    walk.readGate(in[2], at, gate, row, unit, rows[FIRST_GATE + gate], n);
                }
                gates(rows, n);
                for (int gate = 0; gate < 4; gate++) {
                    walk.writeGate(out[0], at, gate, row, unit, rows[FIRST_GATE + gate], n);
                }
                walk.readState(in[4], before, row, unit, rows[SHOWN], n);
                add(rows[DC], rows[SHOWN], n);
                walk.writeState(out[2], 0, row, unit, rows[DC], n);
            });
            product.run(walk.gates(out[0], at), walk.state(out[1], 0));
        }
        walk.run((rows, row, unit, n) -> {
            walk.readState(out[1], 0, row, unit, rows[DH], n);
            walk.readState(in[3], op.slot(0, t), row, unit, rows[SHOWN], n);
            add(rows[DH], rows[SHOWN], n);
            walk.writeState(out[1], 0, row, unit, rows[DH], n);
        });
    }

    private static void add(float[] y, float[] x, int n) {
        for (int i = 0; i < n; i++) {
            y[i] += x[i];
        }
    }

    private static void gates(float[][] rows, int n) {
        float[] i = rows[FIRST_GATE];
        float[] f = rows[FIRST_GATE + 1];
        float[] g = rows[FIRST_GATE + 2];
        float[] o = rows[FIRST_GATE + 3];
        show(rows[DH], rows[SHOWN], o, rows[DC], n);
        keep(rows[DC], rows[BEFORE], f, rows[SHOWN], n);
        write(rows[DC], i, g, n);
        System.arraycopy(rows[SHOWN], 0, rows[DC], 0, n);
    }

    /** What comes through the output: {@code dc} gets its part, {@code o} becomes its own gradient. */
    private static void show(float[] dh, float[] shown, float[] o, float[] dc, int n) {
        for (int i = 0; i < n; i++) {
            float through = dh[i] * o[i];
            dc[i] += through * (1 - shown[i] * shown[i]);
            o[i] = through * (1 - o[i]) * shown[i];
        }
    }

    /** {@code dc} of the step before, and {@code f} becomes its own gradient. */
    private static void keep(float[] dc, float[] c, float[] f, float[] back, int n) {
        for (int i = 0; i < n; i++) {
            float kept = dc[i] * f[i];
            back[i] = kept;
            f[i] = kept * (1 - f[i]) * c[i];
        }
    }

    private static void write(float[] dc, float[] i, float[] g, int n) {
        for (int j = 0; j < n; j++) {
            float write = i[j];
            float what = g[j];
            float through = dc[j] * write;
            i[j] = through * (1 - write) * what;
            g[j] = through * (1 - what * what);
        }
    }
}
