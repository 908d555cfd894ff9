import module fovea.classic;
import module fovea.plot;

/**
 * Descends with steps that are too short, right and too long.
 *
 * <p>Lecture 3, part 8. About 2 s.
 */
void main() throws IOException {
    var random = new SplittableRandom(1);
    var rows = new float[300][10];
    var labels = new int[300];
    for (int i = 0; i < 300; i++) {
        labels[i] = i % 3;
        for (int j = 0; j < 10; j++) {
            rows[i][j] = (float) ((j + 1) * random.nextGaussian() + (j % 3 == labels[i] ? j : 0));
        }
    }
    var objective = new Objective(Examples.of(rows, labels, 3), Loss::crossEntropy, 1e-3);

    var lines = new ArrayList<Curves.Line>();
    for (double rate : new double[] {0.0003, 0.003, 0.03, 0.3}) {
        double[] losses = new GradientDescent(60, rate, 0).run(LinearClassifier.zeros(10, 3), objective, random);
        IO.println("rate %-7s loss after 1, 10 and 60 steps: %8.4f %8.4f %8.4f"
                .formatted(rate, losses[0], losses[9], losses[59]));
        lines.add(Curves.Line.of("rate " + rate, Arrays.stream(losses).map(loss -> Math.min(loss, 2)).toArray()));
    }
    IO.println("the best there is: %.4f".formatted(Arrays.stream(
                    QuasiNewton.of(100).run(LinearClassifier.zeros(10, 3), objective, random))
            .min()
            .orElseThrow()));
    Files.createDirectories(Path.of("runs/lessons"));
    Curves.of("How long a step", "steps", Curves.Panel.of("softmax loss (2 and more cut off)", lines.toArray(Curves.Line[]::new)))
            .picture()
            .png(Path.of("runs/lessons/StepSize.png"));
}
