package fovea.bench.libtorch;

import fovea.bench.Precision;
import java.util.function.Supplier;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.DeviceType;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** The forward pass in the workload's precision: bf16 by libtorch's own autocast, around forward passes only, as its manual asks. */
final class Autocast {
    private Autocast() {}

    static Tensor of(Precision precision, Supplier<Tensor> forward) {
        return switch (precision) {
            case F32 -> forward.get();
            case BF16 -> bf16(forward);
            case INT8 -> throw new UnsupportedOperationException("libtorch does not take part in 8 bits");
        };
    }

    private static Tensor bf16(Supplier<Tensor> forward) {
        torch.set_autocast_dtype(DeviceType.CPU, ScalarType.BFloat16);
        torch.set_autocast_enabled(DeviceType.CPU, true);
        try {
            return forward.get();
        } finally {
            torch.set_autocast_enabled(DeviceType.CPU, false);
            torch.clear_cache(); // of cast weights, which the update makes stale
        }
    }
}
