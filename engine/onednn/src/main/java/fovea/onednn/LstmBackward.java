package fovea.onednn;

import fovea.device.Kernel;
import fovea.device.Layout;
import fovea.device.Operand;
import fovea.tensor.Binary;
import fovea.tensor.Fused;
import fovea.tensor.LstmSteps;
import fovea.tensor.Shape;
import fovea.tensor.Spec;
import java.lang.foreign.MemorySegment;
import java.util.List;

/** {@link LstmSteps.Gradient}. What goes from step to step lies where at last the gradients of the first states come to lie. */
final class LstmBackward implements Kernel {
    private static final Fused SUM = new Fused(2, List.of(new Fused.Step(new Binary.Add(), 0, 1)), List.of(2));

    private final LstmSteps op;
    private final StepProduct product;
    private final Layout[] inputs;
    private final Layout[] outputs;
    private final int steps;
    private final UnitLoop units;
    private final UnitLoop sum;

    LstmBackward(LstmSteps op, Operand[] in, Spec[] out) {
        Shape gates = in[2].spec().shape();
        this.op = op;
        this.product = StepProduct.withTransposed(in[0], gates.size(1));
        this.inputs = LstmForward.dense(in);
        inputs[0] = product.given();
        this.outputs = LstmForward.dense(out);
        this.steps = gates.size(0);
        this.units = new UnitLoop(LstmUnits.backward(), gates, 4);
        this.sum = new UnitLoop(SUM, gates, 4);
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
        product.begin(in[0]);
        units.stateOf(out[1], 0).fill((byte) 0);
        units.stateOf(out[2], 0).copyFrom(units.stateOf(in[4], op.slot(steps, steps)));
        for (int read = steps - 1; read >= 0; read--) {
            int before = op.slot(read, steps);
            int after = op.slot(read + 1, steps);
            int at = op.step(read, steps);
            units.state(0, out[1], 0);
            units.state(1, in[3], after);
            units.state(2, out[2], 0);
            units.state(3, in[1], after);
            units.state(4, in[1], before);
            units.gates(5, in[2], at);
            units.state(9, in[4], before);
            units.gates(10, out[0], at);
            units.state(14, out[2], 0);
            units.run();
            product.run(units.gatesOf(out[0], at), units.stateOf(out[1], 0));
        }
        sum.state(0, out[1], 0);
        sum.state(1, in[3], op.slot(0, steps));
        sum.state(2, out[1], 0);
        sum.run();
    }
}
