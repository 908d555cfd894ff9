package fovea.bench.libtorch;

import fovea.bench.Contestant;
import fovea.bench.ContestantServer;
import fovea.bench.ResNet20Training;
import fovea.bench.Workload;
import java.io.IOException;
import java.util.Objects;
import org.bytedeco.pytorch.global.torch;

/** libtorch, in one of the two layouts it offers for images. */
public final class LibTorch implements Contestant {
    private final Layout layout;

    private LibTorch(Layout layout) {
        this.layout = layout;
    }

    /** Serves the workload named first, in the layout named second ({@code nhwc} or {@code nchw}). */
    public static void main(String[] arguments) throws IOException {
        torch.set_num_threads(Runtime.getRuntime().availableProcessors());
        ContestantServer.serve(new LibTorch(Layout.named(arguments[1])), arguments[0]);
    }

    @Override
    public String version() {
        String version = torch.class.getPackage().getImplementationVersion();
        return "libtorch " + Objects.requireNonNullElse(version, "of unknown version");
    }

    @Override
    public Step prepare(Workload workload) {
        return switch (workload) {
            case ResNet20Training training -> new ResNet20(training, layout);
        };
    }
}
