package fovea.bench;

import java.util.List;

/**
 * What is computed, exactly enough that two contestants who do it right print the same numbers.
 *
 * <p>A contestant reads it in a {@code switch}, so a new kind of workload does not compile until every peer says what it does about it.
 */
public sealed interface Workload permits Classification, CharacterModel, Adversaries, Inference {

    /** Every workload that is there in this precision, in the order of the table. */
    static List<Workload> all(Precision precision) {
        Update plain = new Update.Descent(0.01, 0, 0);
        Update adam = new Update.Adam(1e-3, 0.9);
        List<Workload> all = List.of(
                new Classification("softmax", Nets.softmax(), 16, plain, precision),
                new Classification("softmax", Nets.softmax(), 128, plain, precision),
                new Classification("mlp", Nets.mlp(), 16, adam, precision),
                new Classification("mlp", Nets.mlp(), 128, adam, precision),
                new Classification("lenet5", Nets.lenet5(), 128, new Update.Descent(0.01, 0.9, 0), precision),
                new Classification("resnet20", Nets.resnet20(), 128, new Update.Descent(0.05, 0.9, 1e-4), precision),
                new Classification("resnet18", Nets.resnet18(), 16, new Update.Descent(0.01, 0.9, 1e-4), precision),
                new Classification("vgg16", Nets.vgg16(), 4, new Update.Descent(1e-5, 0.9, 5e-4), precision),
                new CharacterModel(precision),
                new Adversaries(precision),
                new Inference("alexnet", Nets.alexnet(), 1, precision),
                new Inference("alexnet", Nets.alexnet(), 16, precision),
                new Inference("vgg16", Nets.vgg16(), 1, precision),
                new Inference("vgg16", Nets.vgg16(), 16, precision),
                new Inference("googlenet", GoogLeNet.net(), 1, precision),
                new Inference("googlenet", GoogLeNet.net(), 16, precision),
                new Inference("resnet50", Nets.resnet50(), 1, precision),
                new Inference("resnet50", Nets.resnet50(), 16, precision),
                new Inference("squeezenet1_1", Nets.squeezenet(), 1, precision),
                new Inference("squeezenet1_1", Nets.squeezenet(), 16, precision));
        return all.stream()
                .filter(work -> precision != Precision.INT8 || work instanceof Inference)
                .toList();
    }

    /** Returns the workload of that name. */
    static Workload named(String name, Precision precision) {
        return all(precision).stream()
                .filter(workload -> workload.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new UsageException(
                        "no workload is called " + name,
                        "choose among "
                                + String.join(
                                        ", ",
                                        all(precision).stream()
                                                .map(Workload::name)
                                                .toList())));
    }

    /** What it is called on the command line and in results: the model and the batch, with {@code infer-} before if nothing is learnt. */
    String name();

    /** The numbers that products are done in. */
    Precision precision();

    /** How many images or characters one step goes through. */
    int items();

    /** Multiply-adds of one step that nobody can do without. */
    long products();

    /** Whether it goes through convolutions, so that the order of axes in memory matters. */
    boolean isSpatial();

    /** Throws unless what {@code name} computed agrees with what {@code reference} did. */
    default void check(String reference, List<float[]> expected, String name, List<float[]> values) {
        Agreement.ofLosses(precision()).check(reference, expected, name, values);
    }
}
