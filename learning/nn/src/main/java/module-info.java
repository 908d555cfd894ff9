/**
 * Layers and what they are made of: a model is a record of layers, a layer a record of variables.
 *
 * <p>Who lives here: {@link fovea.nn.Layer} and the layers, {@link fovea.nn.Variables}, which finds a model's variables under
 * their names, initial weights, {@link fovea.nn.Loss}, whose records are in {@link fovea.nn.loss}, {@link fovea.nn.Pass}, which says whether a
 * model learns or answers, and {@link fovea.nn.summary}, the arithmetic of a model. May touch
 * {@code fovea.tensor} and {@code fovea.graph}, which makes a layer ready to answer: no device, no file, no loop.
 */
@org.jspecify.annotations.NullMarked
module fovea.nn {
    requires static org.jspecify;
    requires transitive fovea.tensor;
    requires transitive fovea.graph;

    exports fovea.nn;
    exports fovea.nn.attention;
    exports fovea.nn.loss;
    exports fovea.nn.recurrent;
    exports fovea.nn.summary;
}
