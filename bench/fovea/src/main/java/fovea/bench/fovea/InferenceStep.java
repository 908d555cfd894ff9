package fovea.bench.fovea;

import fovea.bench.Contestant;
import fovea.bench.Inference;
import fovea.bench.Precision;
import fovea.bench.Size;
import fovea.device.Region;
import fovea.graph.Plan;
import fovea.nn.Layer;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import java.util.List;

/** A forward pass of a compiled model over fixed images. */
record InferenceStep(fovea.graph.Inference model, Tensor x) implements Contestant.Step {

    static InferenceStep of(Inference workload) {
        Size size = workload.net().in();
        int classes = workload.net().out().channels();
        Layer layer = Models.of(workload.model(), size, classes, workload.net().weights());
        Shape shape = Shape.of(workload.batch(), size.channels(), size.height(), size.width());
        Tensor x = Tensor.of(shape, workload.pixels());
        fovea.graph.Inference model = workload.precision() == Precision.INT8
                ? layer.compileInt8(shape, List.of(x))
                : Models.in(workload.precision(), layer).compile(shape);
        return new InferenceStep(model, x);
    }

    /** One pass, each part of it timed. */
    List<Plan.Timing> profile() {
        return model.plan().profile(x);
    }

    @Override
    public float[] run() {
        return Region.run(() -> model.forward(x).toArray());
    }
}
