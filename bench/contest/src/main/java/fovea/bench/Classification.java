package fovea.bench;

/**
 * A training step of a classifier, always on the same batch: forward, mean cross-entropy over the batch, backward, update, and the
 * loss read back as a Java float.
 *
 * <p>The second half of the batch holds the images of the first once more, under classes of its own. So no net can learn all of it,
 * and no number dwindles in thousands of steps until processors slow down over it.
 *
 * @param model what the net is called
 * @param net the net
 * @param batch images in a batch
 * @param update the optimizer
 * @param precision the numbers that products are done in
 */
public record Classification(String model, Net net, int batch, Update update, Precision precision) implements Workload {
    private static final int IMAGE_STREAM = 1_000;
    private static final int LABEL_STREAM = 1_001;

    @Override
    public String name() {
        return model + "-" + batch;
    }

    @Override
    public int items() {
        return batch;
    }

    /** Forward once, backward twice, without the gradient of the images. */
    @Override
    public long products() {
        return batch * (3 * net.products() - net.firstProducts());
    }

    @Override
    public boolean isSpatial() {
        return net.in().height() > 1 && net.parts().stream().anyMatch(Part.Convolution.class::isInstance);
    }

    /** How many classes there are. */
    public int classes() {
        return net.out().channels();
    }

    /** Returns the batch, {@code [N, C, H, W]} row by row (channels first), of mean 0 and variance 1. */
    public float[] pixels() {
        int half = batch / 2 * net.in().elements();
        float[] pixels = new float[2 * half];
        System.arraycopy(Fill.uniform(IMAGE_STREAM, half, Math.sqrt(3)), 0, pixels, 0, half);
        System.arraycopy(pixels, 0, pixels, half, half);
        return pixels;
    }

    /** Returns the class of each image. */
    public int[] labels() {
        return Fill.labels(LABEL_STREAM, batch, classes());
    }
}
