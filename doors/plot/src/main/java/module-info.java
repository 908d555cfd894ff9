/**
 * Pictures of numbers: learning curves, surfaces, trials, named points, confusion matrices, sheets of images, circuits and decision regions, as PNG and
 * SVG.
 *
 * <p>Who lives here: {@link fovea.plot.Curves}, {@link fovea.plot.Surface}, {@link fovea.plot.Trials}, {@link fovea.plot.Scatter}, {@link fovea.plot.ConfusionMatrix}, {@link fovea.plot.Sheet},
 * {@link fovea.plot.Wiring} and {@link fovea.plot.Regions}, each of which lays out a {@link fovea.plot.Picture}; and behind
 * them one small vocabulary of marks with two readings, a raster and a vector one.
 *
 * <p>What they may touch: {@code java.desktop}, for fonts, drawing and the PNG encoder. They take plain arrays and know
 * no tensor. No window is ever opened; where a display is configured but cannot be reached, start Java with
 * {@code -Djava.awt.headless=true}.
 */
@org.jspecify.annotations.NullMarked
module fovea.plot {
    requires static org.jspecify;
    requires java.desktop;

    exports fovea.plot;
}
