package fovea.bench.fovea;

import fovea.bench.Contestant;
import fovea.bench.ContestantServer;
import fovea.bench.ResNet20Training;
import fovea.bench.Workload;
import fovea.device.Device;
import java.io.IOException;

/** Fovea itself, as its users would write it. */
public final class Fovea implements Contestant {
    private Fovea() {}

    /** Serves the workload named by the first argument. */
    public static void main(String[] arguments) throws IOException {
        ContestantServer.serve(new Fovea(), arguments[0]);
    }

    @Override
    public String version() {
        return "Fovea on " + Device.best().description();
    }

    @Override
    public Step prepare(Workload workload) {
        return switch (workload) {
            case ResNet20Training training -> ResNet20Step.of(training)::run;
        };
    }
}
