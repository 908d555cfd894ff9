package fovea.data;

import java.util.Arrays;
import java.util.List;

/**
 * How bytes become numbers around zero, per channel: {@code x = (byte / 255 − mean) / std}.
 *
 * @param mean of each channel, on a scale from 0 to 1
 * @param std standard deviation of each channel on the same scale, above 0; of {@link #minMax} the range
 */
public record Normalization(List<Double> mean, List<Double> std) {

    /** Below this a channel counts as constant: half a step of a byte. */
    private static final double CONSTANT = 0.5 / 255;

    /** ImageNet's, as torchvision's pretrained networks expect. */
    public static final Normalization IMAGENET =
            new Normalization(List.of(0.485, 0.456, 0.406), List.of(0.229, 0.224, 0.225));

    /** Checks that both lists are of one length and every deviation is above 0. */
    public Normalization {
        mean = List.copyOf(mean);
        std = List.copyOf(std);
        if (mean.size() != std.size() || mean.isEmpty() || std.stream().anyMatch(s -> !(s > 0))) {
            throw new IllegalArgumentException(
                    "normalization: mean is %s and std is %s\n  give one of each per channel, std above 0"
                            .formatted(mean, std));
        }
    }

    /**
     * The mean and standard deviation of all pixels of a source, alike on every machine: sums are taken in integers. A
     * channel that is constant gets a deviation of 1, so that it becomes 0 and not infinite.
     */
    public static Normalization of(Source source) {
        int channels = source.channels();
        long[] sum = new long[channels];
        long[] squares = new long[channels];
        long count = 0;
        for (int i = 0; i < source.size(); i++) {
            byte[] pixels = source.get(i).image().pixels();
            add(pixels, channels, sum, squares);
            count += pixels.length / channels;
        }
        Double[] mean = new Double[channels];
        Double[] std = new Double[channels];
        for (int c = 0; c < channels; c++) {
            double m = sum[c] / (double) count;
            double s = Math.sqrt(Math.max(0, squares[c] / (double) count - m * m)) / 255;
            mean[c] = m / 255;
            std[c] = s < CONSTANT ? 1 : s;
        }
        return new Normalization(List.of(mean), List.of(std));
    }

    /** From the smallest byte of a channel to its largest becomes 0 to 1; a channel that is constant becomes 0. */
    public static Normalization minMax(Source source) {
        int channels = source.channels();
        int[] least = new int[channels];
        int[] most = new int[channels];
        Arrays.fill(least, 255);
        for (int i = 0; i < source.size(); i++) {
            byte[] pixels = source.get(i).image().pixels();
            for (int p = 0; p < pixels.length; p++) {
                int value = pixels[p] & 0xff;
                least[p % channels] = Math.min(least[p % channels], value);
                most[p % channels] = Math.max(most[p % channels], value);
            }
        }
        Double[] from = new Double[channels];
        Double[] range = new Double[channels];
        for (int c = 0; c < channels; c++) {
            from[c] = least[c] / 255.0;
            range[c] = most[c] > least[c] ? (most[c] - least[c]) / 255.0 : 1;
        }
        return new Normalization(List.of(from), List.of(range));
    }

    private static void add(byte[] pixels, int channels, long[] sum, long[] squares) {
        for (int i = 0; i < pixels.length; ) {
            for (int c = 0; c < channels; c++, i++) {
                int value = pixels[i] & 0xff;
                sum[c] += value;
                squares[c] += (long) value * value;
            }
        }
    }

    /** Channels it is for. */
    public int channels() {
        return mean.size();
    }

    /** The number each byte becomes, {@code [C · 256]}: byte {@code b} of channel {@code c} is at {@code 256 c + b}. */
    public float[] table() {
        float[] table = new float[channels() * 256];
        for (int i = 0; i < table.length; i++) {
            int c = i / 256;
            table[i] = (float) ((i % 256 / 255.0 - mean.get(c)) / std.get(c));
        }
        return table;
    }

    /** One image as a network wants it, {@code [H, W, C]}. */
    public float[] apply(Image image) {
        float[] x = new float[image.pixels().length];
        View whole = new View(image.height(), image.width());
        whole.begin(image, 0, 0, 0);
        whole.write(table(), x, 0);
        return x;
    }
}
