package fovea.bench;

import java.io.IOException;

/** A contestant that computes nothing: it takes the milliseconds it is told and returns losses that halve. */
public final class Sleeper implements Contestant {
    private final long milliseconds;
    private float loss;

    private Sleeper(long milliseconds, float loss) {
        this.milliseconds = milliseconds;
        this.loss = loss;
    }

    /** Takes the workload and its precision, the milliseconds of a step, and the first loss; a loss of 0 ends the process. */
    public static void main(String[] arguments) throws IOException {
        System.out.println("natives print where they like");
        ContestantServer.serve(new Sleeper(Long.parseLong(arguments[2]), Float.parseFloat(arguments[3])), arguments);
    }

    @Override
    public String version() {
        return "sleeper 1";
    }

    @Override
    public Training prepare(Workload workload) {
        return this::step;
    }

    private float step() {
        if (loss == 0) {
            throw new IllegalStateException("nothing left to lose");
        }
        try {
            Thread.sleep(milliseconds);
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
        float before = loss;
        loss /= 2;
        return before;
    }
}
