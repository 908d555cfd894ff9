package fovea.bench.libtorch;

import fovea.bench.Adversaries;
import fovea.bench.CharacterModel;
import fovea.bench.Classification;
import fovea.bench.Contestant;
import fovea.bench.ContestantServer;
import fovea.bench.Inference;
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

    /** Serves the workload named first in the precision named second, in the layout named third ({@code nhwc} or {@code nchw}). */
    public static void main(String[] arguments) throws IOException {
        torch.set_num_threads(Runtime.getRuntime().availableProcessors());
        ContestantServer.serve(new LibTorch(Layout.named(arguments[2])), arguments);
    }

    @Override
    public String version() {
        String version = torch.class.getPackage().getImplementationVersion();
        return "libtorch " + Objects.requireNonNullElse(version, "of unknown version");
    }

    @Override
    public Step prepare(Workload workload) {
        return switch (workload) {
            case Classification classification -> new ClassifierStep(classification, layout);
            case CharacterModel model -> new CharacterStep(model);
            case Adversaries adversaries -> new AdversariesStep(adversaries, layout);
            case Inference inference -> new InferenceStep(inference, layout);
        };
    }
}
