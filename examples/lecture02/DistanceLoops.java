import module fovea.classic;

/**
 * Computes every distance between two sets of pictures with two loops, with one and with none, and takes the time.
 *
 * <p>Lecture 2, part 3. About 3 s.
 */
void main() {
    // 50 pictures against 500, each of 3,072 numbers. The assignment takes 500 against 5,000: set these to 500 and 5_000.
    var queries = pictures(50, 1);
    var points = pictures(500, 2);

    var two = timed("two loops", () -> Distances.twoLoops(queries, points));
    var one = timed("one loop ", () -> Distances.oneLoop(queries, points));
    var none = timed("no loop  ", () -> Distances.noLoop(queries, points));

    // ‖q − p‖² = ‖q‖² + ‖p‖² − 2 q·p, and all the q·p at once are a matrix product.
    IO.println("matrices of " + none.shape());
    IO.println("one loop differs by less than 0.01: " + (one.sub(two).abs().max().item() < 0.01));
    IO.println("no loop differs by less than 0.1:   " + (none.sub(two).abs().max().item() < 0.1));
}

Tensor pictures(int count, long seed) {
    var random = new SplittableRandom(seed);
    var pixels = new float[count * 3072];
    for (int i = 0; i < pixels.length; i++) {
        pixels[i] = random.nextInt(256);
    }
    return Tensor.of(Shape.of(count, 3072), pixels);
}

/** The best of five calls: Java compiles what it runs often, so the first is slow. */
Tensor timed(String name, Supplier<Tensor> matrix) {
    long best = Long.MAX_VALUE;
    for (int i = 0; i < 5; i++) {
        long start = System.nanoTime();
        matrix.get();
        best = Math.min(best, System.nanoTime() - start);
    }
    IO.println("%s  %8.2f ms".formatted(name, best / 1e6));
    return matrix.get();
}
