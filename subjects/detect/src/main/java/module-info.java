/**
 * Finding objects: boxes, what they have in common, and what is cut out of images by them.
 *
 * <p>Who lives here: {@link fovea.detect.Boxes}, {@link fovea.detect.Overlap} and {@link fovea.detect.BoxLoss}, which compare boxes;
 * {@link fovea.detect.Suppression}, which keeps the best of those that overlap; {@link fovea.detect.RoiAlign} and its like, which read
 * images inside boxes; {@link fovea.detect.AnchorGrid} and {@link fovea.detect.BoxDeltas}, from which detectors predict. Boxes are plain
 * tensors {@code [N, 4]}. May touch {@code fovea.nn}.
 */
@org.jspecify.annotations.NullMarked
module fovea.detect {
    requires static org.jspecify;
    requires transitive fovea.nn;

    exports fovea.detect;
}
