package fovea.bench.djl;

import ai.djl.engine.Engine;
import fovea.bench.Adversaries;
import fovea.bench.CharacterModel;
import fovea.bench.Classification;
import fovea.bench.Contestant;
import fovea.bench.ContestantServer;
import fovea.bench.Inference;
import fovea.bench.Workload;
import java.io.IOException;

/** DJL with blocks and a trainer, as its book shows. */
public final class Djl implements Contestant {
    private Djl() {}

    /** Serves the workload of that name and precision. */
    public static void main(String[] arguments) throws IOException {
        ContestantServer.serve(new Djl(), arguments);
    }

    @Override
    public String version() {
        return "DJL " + Engine.getDjlVersion() + " (PyTorch "
                + Engine.getInstance().getVersion() + ")";
    }

    @Override
    public Step prepare(Workload workload) {
        return switch (workload) {
            case Classification training -> TrainerStep.of(training);
            case CharacterModel training -> TrainerStep.of(training);
            case Adversaries _, Inference _ ->
                throw new UnsupportedOperationException("DJL takes no part in " + workload.name());
        };
    }
}
