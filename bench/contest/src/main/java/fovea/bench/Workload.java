package fovea.bench;

import java.util.Arrays;

/**
 * What is computed, exactly enough that two contestants who do it right print the same losses.
 *
 * <p>A contestant reads it in a {@code switch}, so a new workload does not compile until every peer says what it does about it.
 */
public sealed interface Workload permits ResNet20Training {

    /** Every workload. */
    static Workload[] all() {
        return new Workload[] {new ResNet20Training()};
    }

    /** Returns the workload of that name. */
    static Workload named(String name) {
        return Arrays.stream(all())
                .filter(workload -> workload.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new UsageException(
                        "no workload is called " + name,
                        "choose among "
                                + Arrays.stream(all()).map(Workload::name).toList()));
    }

    /** What it is called on the command line and in results. */
    String name();

    /** The number format of weights and activations, such as {@code f32}. */
    String precision();

    /** How many images one step goes through. */
    int images();
}
