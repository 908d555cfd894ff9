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
    private final int steps;
    private final UnitLoop units;

    LstmForward(LstmSteps op, Operand[] in, Spec[] out) {
        Shape ahead = in[0].spec().shape();
        this.op = op;
        this.product = StepProduct.with(in[1], ahead.size(1));
        this.inputs = dense(in);
        inputs[1] = product.given();
        this.outputs = dense(out);
        this.steps = ahead.size(0);
        this.units = new UnitLoop(LstmUnits.forward(), ahead, 4);
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
        product.begin(in[1]);
        units.stateOf(out[0], op.slot(0, steps)).copyFrom(units.stateOf(in[2], 0));
        units.stateOf(out[1], op.slot(0, steps)).copyFrom(units.stateOf(in[3], 0));
        for (int read = 0; read < steps; read++) {
            int before = op.slot(read, steps);
            int after = op.slot(read + 1, steps);
            int at = op.step(read, steps);
            product.run(units.stateOf(out[0], before), units.gatesOf(out[2], at));
            units.gates(0, out[2], at);
            units.gates(4, in[0], at);
            units.state(8, out[1], before);
            units.gates(9, out[2], at);
            units.state(13, out[1], after);
            units.state(14, out[0], after);
            units.run();
        }
    }
}
