import module fovea.classic;
import module fovea.plot;

/**
 * Chooses how many neighbors should vote by cross-validation: each fold in turn is labeled by the others.
 *
 * <p>Lecture 2, part 5. About 3 s.
 */
void main() throws IOException {
    // The assignment does this with the first 5,000 pictures of CIFAR-10 and finds k = 10.
    var examples = Labeled.of(Scenes.dataSet(1, 1500, 10, 32).train());
    var ks = List.of(1, 3, 5, 8, 10, 12, 15, 20, 50, 100);
    var tried = CrossValidation.of(examples, new Folds(1500, 5), ks, Metric.L2, Voting.MAJORITY);

    for (int i = 0; i < ks.size(); i++) {
        IO.println("k = %3d  %s  mean %.3f ± %.3f".formatted(
                ks.get(i),
                Arrays.stream(tried.accuracy()[i]).mapToObj("%.3f"::formatted).collect(Collectors.joining(" ")),
                tried.mean(i),
                tried.deviation(i)));
    }
    IO.println("chosen: k = " + tried.best());

    Files.createDirectories(Path.of("runs/lessons"));
    var places = ks.stream().mapToDouble(k -> k).toArray();
    Trials.shares("Cross-validation on k", "neighbors that vote", "accuracy on the fold held out", places, tried.accuracy())
            .picture()
            .png(Path.of("runs/lessons/HowManyNeighbors.png"));
}
