/**
 * Programs written down: tracing, the passes that rewrite graphs, and the plans that run them in memory laid out beforehand.
 *
 * <p>Who lives here: {@link fovea.graph.Graph}, {@link fovea.graph.Trace}, one file a pass, {@link fovea.graph.Plan}, and {@link
 * fovea.graph.Compiled}, which ties them together. May touch {@code fovea.tensor} and {@code fovea.device}.
 */
@org.jspecify.annotations.NullMarked
module fovea.graph {
    requires static org.jspecify;
    requires transitive fovea.tensor;
    requires transitive fovea.device;

    exports fovea.graph;
}
