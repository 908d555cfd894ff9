package fovea.onednn;

import fovea.device.Kernel;
import fovea.device.Layout;
import fovea.device.Operand;
import fovea.tensor.LstmSteps;
import fovea.tensor.Shape;
import fovea.tensor.Spec;
import java.lang.foreign.MemorySegment;

/** {@link LstmSteps}: a product for each step, and a loop over rows and units with everything that is done to its gates. */
final class LstmForward implements Kernel {
    private final LstmSteps op;
    private final StepProduct product;
    private final Layout[] inputs;
    private final Layout[] outputs;
    private final UnitWalk walk;

    LstmForward(LstmSteps op, Operand[] in, Spec[] out) {
        Shape ahead = in[0].spec().shape();
        this.op = op;
        this.product = StepProduct.with(in[1], ahead.size(1));
        this.inputs = dense(in);
        inputs[1] = product.given();
        this.outputs = dense(out);
        this.walk = new UnitWalk(ahead, 6);
    }

    static Layout[] dense(Operand[] x) {
        Layout[] layouts = new Layout[x.length];
        java.util.Arrays.setAll(layouts, i -> Layout.rowMajor(x[i].spec().shape()));
        return layouts;
    }

    static Layout[] dense(Spec[] x) {
        Layout[] layouts = new Layout[x.length];
        java.util.Arrays.setAll(layouts, i -> Layout.rowMajor(x[i].shape()));
        return layouts;
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
        product.begin(in[1]);
        walk.state(out[0], op.slot(0, t)).copyFrom(walk.state(in[2], 0));
        walk.state(out[1], op.slot(0, t)).copyFrom(walk.state(in[3], 0));
        for (int read = 0; read < t; read++) {
            int before = op.slot(read, t);
            int after = op.slot(read + 1, t);
            int at = op.step(read, t);
            product.run(walk.state(out[0], before), walk.gates(out[2], at));
            walk.run((rows, row, unit, n) -> {
                for (int gate = 0; gate < 4; gate++) {
                    walk.readGate(out[2], at, gate, row, unit, rows[gate], n);
                    walk.readGate(in[0], at, gate, row, unit, rows[4], n);
                    activate(rows[gate], rows[4], gate == 2, n);
                    walk.writeGate(out[2], at, gate, row, unit, rows[gate], n);
                }
                walk.readState(out[1], before, row, unit, rows[4], n);
                cell(rows[0], rows[1], rows[2], rows[4], n);
                walk.writeState(out[1], after, row, unit, rows[4], n);
                Saturating.tanh(rows[4], rows[5], n);
                multiply(rows[3], rows[5], n);
                walk.writeState(out[0], after, row, unit, rows[5], n);
            });
        }
    }

    private static void activate(float[] y, float[] ahead, boolean tanh, int n) {
        for (int i = 0; i < n; i++) {
            ahead[i] += y[i];
        }
        if (tanh) {
            Saturating.tanh(ahead, y, n);
        } else {
            Saturating.sigmoid(ahead, y, n);
        }
    }

    private static void cell(float[] write, float[] keep, float[] what, float[] c, int n) {
        for (int i = 0; i < n; i++) {
            c[i] = keep[i] * c[i] + write[i] * what[i];
        }
    }

    private static void multiply(float[] show, float[] y, int n) {
        for (int i = 0; i < n; i++) {
            y[i] *= show[i];
        }
    }
}
