package fovea.bench;

import java.util.List;

/**
 * A forward pass of a trained classifier, always on the same images, and the logits read back into a Java array. Batch norm takes its
 * running statistics, mean 0 and variance 1; whoever can may fold it into the weights.
 *
 * @param model what the net is called
 * @param net the net
 * @param batch images in a batch
 * @param precision the numbers that products are done in
 */
public record Inference(String model, Net net, int batch, Precision precision) implements Workload {
    private static final int IMAGE_STREAM = 1_000;

    @Override
    public String name() {
        return "infer-" + model + "-" + batch;
    }

    @Override
    public int items() {
        return batch;
    }

    @Override
    public long products() {
        return batch * net.products();
    }

    @Override
    public boolean isSpatial() {
        return true;
    }

    /** Returns the images, {@code [N, C, H, W]} row by row (channels first), of mean 0 and variance 1. */
    public float[] pixels() {
        return Fill.uniform(IMAGE_STREAM, batch * net.in().elements(), Math.sqrt(3));
    }

    @Override
    public void check(String reference, List<float[]> expected, String name, List<float[]> values) {
        Agreement.ofLogits(precision).check(reference, expected, name, values);
    }
}
