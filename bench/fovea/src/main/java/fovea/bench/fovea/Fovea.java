package fovea.bench.fovea;

import fovea.bench.Adversaries;
import fovea.bench.CharacterModel;
import fovea.bench.Classification;
import fovea.bench.Contestant;
import fovea.bench.ContestantServer;
import fovea.bench.Inference;
import fovea.bench.Workload;
import fovea.device.Device;
import java.io.IOException;

/** Fovea itself, as its users would write it. */
public final class Fovea implements Contestant {
    private Fovea() {}

    /** Serves the workload named first in the precision named second. */
    public static void main(String[] arguments) throws IOException {
        ContestantServer.serve(new Fovea(), arguments);
    }

    @Override
    public String version() {
        return "Fovea on " + Device.best().description();
    }

    @Override
    public Step prepare(Workload workload) {
        return switch (workload) {
            case Classification classification -> TrainingStep.of(classification);
            case CharacterModel model -> TrainingStep.of(model);
            case Adversaries adversaries -> AdversariesStep.of(adversaries);
            case Inference inference -> InferenceStep.of(inference);
        };
    }
}
