import module fovea.classic;
import module fovea.plot;

/**
 * Looks for good weights by guessing, by random steps and by following the slope, side by side.
 *
 * <p>Lecture 3, part 5. About 3 s.
 */
void main() throws IOException {
    var shapes = new Scenes(0, 1000, 32, 1);
    var fresh = new Scenes(1, 500, 32, 1);
    Feature edges = Hog.compact(); // pixels will not do for shapes; with CIFAR-10 try Examples.pixels(source)
    var raw = edges.of(shapes);
    var scaling = Scaling.standardizing(raw.x());
    var objective = new Objective(raw.scaled(scaling), new MulticlassSvm(), 0);
    var test = edges.of(fresh).scaled(scaling);

    var lines = new ArrayList<Curves.Line>();
    for (WeightSearch search : List.of(new RandomSearch(300, 0.05), new LocalSearch(300, 0.02), new GradientDescent(300, 0.03, 0))) {
        var classifier = LinearClassifier.zeros(raw.features(), raw.classes());
        double[] losses = search.run(classifier, objective, new SplittableRandom(1));
        IO.println("%-16s loss %5.2f → %5.2f   right of fresh pictures %4.1f %%".formatted(
                search.getClass().getSimpleName(), losses[0], losses[299], 100 * classifier.accuracy(test)));
        lines.add(Curves.Line.of(search.getClass().getSimpleName(), losses));
    }
    IO.println("guessing at random would be right in 10 %");
    Files.createDirectories(Path.of("runs/lessons"));
    Curves.of("Three ways down", "tries or steps", Curves.Panel.of("SVM loss", lines.toArray(Curves.Line[]::new)))
            .picture()
            .png(Path.of("runs/lessons/GuessStepOrSlope.png"));
}
