package fovea.bench.libtorch;

import java.util.Locale;
import org.bytedeco.pytorch.MemoryFormatOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.MemoryFormat;

/** How images and kernels lie in memory; their logical shape is {@code [N, C, H, W]} either way. */
enum Layout {
    /** Channels last, which libtorch recommends on CPUs. */
    NHWC(MemoryFormat.ChannelsLast),
    /** Contiguous, libtorch's default. */
    NCHW(MemoryFormat.Contiguous);

    private final MemoryFormat format;

    Layout(MemoryFormat format) {
        this.format = format;
    }

    static Layout named(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT));
    }

    /** Returns a tensor of rank 4 in this layout, any other as it is. */
    Tensor of(Tensor tensor) {
        return tensor.dim() == 4 ? tensor.to(tensor.options(), false, true, new MemoryFormatOptional(format)) : tensor;
    }
}
