package fovea.bench.fovea;

import fovea.bench.Contestant;
import fovea.bench.Inference;
import fovea.bench.Size;
import fovea.device.Region;
import fovea.graph.Compiled;
import fovea.nn.Layer;
import fovea.nn.Pass;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import java.util.List;

/** A forward pass, compiled, of fixed images. */
record InferenceStep(Compiled forward, Tensor x) implements Contestant.Step {

    static InferenceStep of(Inference workload) {
        Size size = workload.net().in();
        int classes = workload.net().out().channels();
        Layer model = Models.of(workload.model(), size, classes, workload.net().weights());
        Shape shape = Shape.of(workload.batch(), size.channels(), size.height(), size.width());
        return new InferenceStep(
                Compiled.of(in -> List.of(Pass.inference(() -> model.forward(in.getFirst())))),
                Tensor.of(shape, workload.pixels()));
    }

    @Override
    public float[] run() {
        return Region.run(() -> forward.run(x).getFirst().toFloats());
    }
}
