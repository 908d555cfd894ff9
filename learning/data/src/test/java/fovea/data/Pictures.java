package fovea.data;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Sources of noise for tests. */
final class Pictures {

    private Pictures() {}

    static Source noise(int count, int side, int channels) {
        return new MemorySource(
                IntStream.range(0, count)
                        .mapToObj(i -> new Sample("noise/" + i, image(side, channels, i), i % 3))
                        .toList(),
                List.of("a", "b", "c"));
    }

    static Image image(int side, int channels, long seed) {
        byte[] pixels = new byte[side * side * channels];
        new SplittableRandom(seed).nextBytes(pixels);
        return Image.of(side, side, channels, pixels);
    }
}
