/**
 * The first recognizers: what lectures 2 to 4 teach before networks grow deep.
 *
 * <p>Who lives here: nearest neighbors and their approximate search, linear classifiers, features made by hand, clusters and
 * projections, cross-validation, and small nets whose backward pass is written out. May touch {@code fovea.train} and what that may touch;
 * draws nothing.
 */
@org.jspecify.annotations.NullMarked
module fovea.classic {
    requires static org.jspecify;
    requires transitive fovea.train;

    exports fovea.classic;
    exports fovea.classic.feature;
    exports fovea.classic.linear;
}
