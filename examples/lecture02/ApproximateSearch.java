import module fovea.classic;
import module fovea.plot;

/**
 * Plants a forest of random projections that finds most of the nearest points while meeting few of them.
 *
 * <p>Lecture 2, part 10. About 3 s.
 */
void main() throws IOException {
    // 5,000 points in clusters, as pictures lie; a query looks at a part of them only.
    var random = new SplittableRandom(1);
    var places = new float[100 * 40];
    for (int i = 0; i < places.length; i++) {
        places[i] = (float) random.nextGaussian();
    }
    var points = clustered(5000, places, random);
    var queries = clustered(100, places, random);
    var truth = new ExactSearch(points, Metric.L2).nearest(queries, 10);

    var met = List.of(50, 100, 200, 400, 800, 1600);
    var lines = new ArrayList<Curves.Line>();
    for (int trees : List.of(1, 4, 16)) {
        var forest = Forest.of(points, Metric.L2, trees, new SplittableRandom(2));
        var recalls = met.stream()
                .mapToDouble(m -> forest.meeting(m).nearest(queries, 10).recall(truth))
                .toArray();
        IO.println("%2d trees: ".formatted(trees) + IntStream.range(0, met.size())
                .mapToObj(i -> "%4.1f %% found of %d met".formatted(100 * recalls[i], met.get(i)))
                .collect(Collectors.joining(", ")));
        lines.add(new Curves.Line(trees + " trees", met.stream().mapToDouble(m -> m).toArray(), recalls));
    }
    Files.createDirectories(Path.of("runs/lessons"));
    var panel = Curves.Panel.shares("recall of the 10 nearest", lines.toArray(Curves.Line[]::new));
    Curves.of("Approximate search", "points met, of 5,000", panel)
            .picture()
            .png(Path.of("runs/lessons/ApproximateSearch.png"));
}

Points clustered(int count, float[] places, SplittableRandom random) {
    var values = new float[count * 40];
    for (int i = 0; i < count; i++) {
        int place = random.nextInt(100) * 40;
        for (int d = 0; d < 40; d++) {
            values[i * 40 + d] = (float) (places[place + d] + 0.5 * random.nextGaussian());
        }
    }
    return Points.of(Tensor.of(Shape.of(count, 40), values));
}
