package fovea.bench.tfjava;

import fovea.bench.Adversaries;
import fovea.bench.CharacterModel;
import fovea.bench.Classification;
import fovea.bench.Contestant;
import fovea.bench.ContestantServer;
import fovea.bench.Inference;
import fovea.bench.Workload;
import java.io.IOException;
import org.tensorflow.TensorFlow;

/** TensorFlow-Java: a graph, built once and run by a session. */
public final class TfJava implements Contestant {
    private TfJava() {}

    /** Serves the workload of that name and precision. */
    public static void main(String[] arguments) throws IOException {
        ContestantServer.serve(new TfJava(), arguments);
    }

    @Override
    public String version() {
        return "TensorFlow-Java 1.1.0 (TensorFlow " + TensorFlow.version() + ")";
    }

    /** Its C++ registry has no gradient for an LSTM, and its inference is another toolkit's business. */
    @Override
    public Step prepare(Workload workload) {
        return switch (workload) {
            case Classification training -> new ClassifierStep(training);
            case CharacterModel _, Adversaries _, Inference _ ->
                throw new UnsupportedOperationException("TensorFlow-Java takes no part in " + workload.name());
        };
    }
}
