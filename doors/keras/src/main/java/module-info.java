/**
 * Weights that Keras wrote.
 *
 * <p>Who lives here: {@link fovea.keras.KerasWeights}. A module of its own, so that only who needs it has an HDF5 reader (jhdf) and what
 * that stands on; jhdf reports through SLF4J, which says once on standard error where no program listens. May touch nn and format, and what
 * these stand on.
 */
@org.jspecify.annotations.NullMarked
module fovea.keras {
    requires static org.jspecify;
    requires transitive fovea.nn;
    requires transitive fovea.format;
    requires io.jhdf;
    requires tools.jackson.core;

    exports fovea.keras;
}
