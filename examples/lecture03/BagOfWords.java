import module fovea.classic;

/**
 * Learns a vocabulary of visual words and describes a picture by how often each occurs in it.
 *
 * <p>Lecture 3, part 12. About 3 s.
 */
void main() {
    var seen = new Scenes(0, 500, 32, 1);
    var fresh = new Scenes(1, 300, 32, 1);

    // Patches cut out at random, their contrast evened out; k-means finds 40 that stand for all of them.
    var words = PatchCode.learn(seen, new PatchCode.PatchSize(8, 2), 4000, 40, 10, new SplittableRandom(1)).asBagOfWords();
    var bags = words.of(seen);
    float[] first = bags.x().slice(0, 0, 1).toArray();
    IO.println("a " + seen.classes().get(seen.get(0).label()) + " in words: " + Arrays.toString(first).replace(".0", ""));
    IO.println("words in it: %.0f, as many as patches fit: 13 · 13".formatted(bags.x().slice(0, 0, 1).sum().item()));

    var scaling = Scaling.standardizing(bags.x());
    var objective = new Objective(bags.scaled(scaling), Loss::crossEntropy, 0.01);
    var classifier = LinearClassifier.zeros(40, 10);
    QuasiNewton.of(60).run(classifier, objective, new SplittableRandom(1));
    IO.println("right of seen %.1f %%, of fresh %.1f %%; guessing: 10 %%".formatted(
            100 * classifier.accuracy(objective.examples()),
            100 * classifier.accuracy(words.of(fresh).scaled(scaling))));
    IO.println("Where a word stands in the picture is lost, as the order of words is in a bag.");
}
