package fovea.bench.dl4j;

import fovea.bench.Adversaries;
import fovea.bench.CharacterModel;
import fovea.bench.Classification;
import fovea.bench.Contestant;
import fovea.bench.ContestantServer;
import fovea.bench.Inference;
import fovea.bench.Workload;
import java.io.IOException;

/**
 * Deeplearning4j, in the workloads that it can compute as they are described: it has neither plain momentum nor two biases in an LSTM.
 */
public final class Dl4j implements Contestant {
    private Dl4j() {}

    /** Serves the workload of that name and precision. */
    public static void main(String[] arguments) throws IOException {
        ContestantServer.serve(new Dl4j(), arguments);
    }

    @Override
    public String version() {
        return "Deeplearning4j 1.0.0-M2.1";
    }

    @Override
    public Step prepare(Workload workload) {
        return switch (workload) {
            case Classification training -> new NetworkStep(training);
            case CharacterModel _, Adversaries _, Inference _ ->
                throw new UnsupportedOperationException("Deeplearning4j takes no part in " + workload.name());
        };
    }
}
