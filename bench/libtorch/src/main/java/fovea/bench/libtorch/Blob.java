package fovea.bench.libtorch;

import fovea.bench.Weight;
import java.util.Arrays;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** Java arrays as tensors of their own memory. */
final class Blob {
    private Blob() {}

    static Tensor of(Weight weight) {
        return floats(
                weight.values(),
                weight.shape().stream().mapToLong(Integer::longValue).toArray());
    }

    static Tensor floats(float[] values, long... shape) {
        try (FloatPointer pointer = new FloatPointer(values)) {
            return torch.from_blob(pointer, shape, new TensorOptions(ScalarType.Float))
                    .clone();
        }
    }

    static Tensor integers(int[] values) {
        long[] wide = Arrays.stream(values).asLongStream().toArray();
        try (LongPointer pointer = new LongPointer(wide)) {
            return torch.from_blob(pointer, new long[] {wide.length}, new TensorOptions(ScalarType.Long))
                    .clone();
        }
    }
}
