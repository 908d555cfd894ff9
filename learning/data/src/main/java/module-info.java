/**
 * Pictures on their way to a network: sources of labeled images, decoding, augmentation, shuffling, batching, prefetching.
 *
 * <p>{@code fovea.data} holds {@link fovea.data.Image}, {@link fovea.data.Source} and {@link fovea.data.Loader};
 * {@code fovea.data.scenes} draws the embedded set; {@code fovea.data.fetch} brings files from the network; and
 * {@code fovea.data.sets}, above them, opens sets by name. Decoding is done by {@code java.desktop} and TwelveMonkeys;
 * windows and screens are never touched.
 */
@org.jspecify.annotations.NullMarked
module fovea.data {
    requires static org.jspecify;
    requires transitive fovea.format;
    requires java.desktop;
    requires java.net.http;
    requires com.twelvemonkeys.imageio.webp;
    requires com.twelvemonkeys.imageio.jpeg;

    exports fovea.data;
    exports fovea.data.fetch;
    exports fovea.data.scenes;
    exports fovea.data.sets;
}
