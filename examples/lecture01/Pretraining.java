import module fovea.classic;
import module fovea.plot;

/**
 * Begins a deep net without labels, one restricted Boltzmann machine on top of the other, and draws what they look for.
 *
 * <p>Lecture 1, part 3. About 3 s.
 */
void main() throws IOException {
    // Pictures of 6 x 6 in which each row and each column is white with probability 1/6: their parts are bars.
    var random = new SplittableRandom(1);
    int count = 1000;
    var pixels = new float[count * 36];
    for (int bar = 0; bar < count * 12; bar++) {
        if (random.nextInt(6) == 0) {
            for (int k = 0; k < 6; k++) {
                pixels[bar / 12 * 36 + (bar % 12 < 6 ? bar % 12 * 6 + k : k * 6 + bar % 12 - 6)] = 1;
            }
        }
    }
    var x = Tensor.of(Shape.of(count, 36), pixels);

    // Hinton and Salakhutdinov (2006): each machine learns to dream what it sees; the next one sees what it makes of it.
    var stack = RbmStack.of(random, 36, 24, 12);
    var errors = stack.pretrain(x, new RbmStack.Recipe(60, 20, 0.1), RandomStream.of(1));
    for (int machine = 0; machine < 2; machine++) {
        var error = errors.get(machine);
        IO.println("machine %d  squared error %.4f after a pass, %.4f after 60".formatted(
                machine + 1, error.getFirst(), error.getLast()));
    }

    // Unrolled, they are an autoencoder; backpropagation takes it from there.
    var net = stack.autoencoder();
    var optimizer = Adam.of(net);
    var step = Compiled.of(in -> {
        var result = Autograd.valueAndGradients(
                net.parameters(), () -> net.forward(in.getFirst()).sub(in.getFirst()).square().mean());
        optimizer.step(result.gradients());
        return List.of(result.value());
    });
    optimizer.setLearningRate(0.01);
    for (int i = 0; i <= 200; i++) {
        double error = step.run(x).getFirst().item();
        if (i % 100 == 0) {
            IO.println("fine tuning, step %3d  squared error %.4f".formatted(i, error));
        }
    }

    var weights = stack.machines().getFirst().weight().get();
    var filters = IntStream.range(0, 24).mapToObj(h -> Pixels.gray(6, 6, weights.select(0, h).toArray())).toList();
    Files.createDirectories(Path.of("runs/lessons"));
    Sheet.plain(filters, 8).picture().png(Path.of("runs/lessons/Pretraining.png"));
}
