package fovea.train;

import fovea.data.Batch;
import fovea.device.Buffer;
import fovea.device.DeviceTensor;
import fovea.device.Layout;
import fovea.tensor.DType;
import fovea.tensor.Shape;
import fovea.tensor.Spec;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.HashMap;
import java.util.Map;

/**
 * Batches as tensors, in memory that is taken once: pixels {@code [N, C, H, W]}, channels-last as they come, and labels {@code [N]}, or the
 * probabilities of the classes {@code [N, C]} where samples are mixed. A tensor holds its batch until the next of that size is fed.
 */
final class Feed {
    private final Map<Spec, DeviceTensor> made = new HashMap<>();

    DeviceTensor pixels(Batch batch) {
        Shape shape = Shape.of(batch.size(), batch.channels(), batch.height(), batch.width());
        DeviceTensor x = tensor(Spec.f32(shape));
        int count = Math.toIntExact(shape.elements());
        MemorySegment.copy(batch.pixels(), 0, x.segment(), ValueLayout.JAVA_FLOAT, 0, count);
        return x;
    }

    DeviceTensor labels(Batch batch) {
        if (batch.isMixed()) {
            DeviceTensor targets = tensor(Spec.f32(Shape.of(batch.size(), batch.classes())));
            MemorySegment.copy(
                    batch.targets(), 0, targets.segment(), ValueLayout.JAVA_FLOAT, 0, batch.size() * batch.classes());
            return targets;
        }
        DeviceTensor labels = tensor(new Spec(Shape.of(batch.size()), DType.I32));
        MemorySegment.copy(batch.labels(), 0, labels.segment(), ValueLayout.JAVA_INT, 0, batch.size());
        return labels;
    }

    private DeviceTensor tensor(Spec spec) {
        return made.computeIfAbsent(
                spec,
                s -> DeviceTensor.over(Buffer.lasting(s.bytes(), "batch " + s), s, Layout.channelsLast(s.shape())));
    }
}
