/**
 * The first recognizers: what lectures 2 to 4 teach before networks grow deep.
 *
 * <p>Who lives here: nearest neighbors and their approximate search ({@code neighbor}), what is learned without labels, clusters and
 * projections ({@code unlabeled}), linear classifiers, features made by hand, filters made by hand ({@code filter}), restricted Boltzmann
 * machines ({@code boltzmann}), cross-validation, and small nets whose backward pass is written out. May touch {@code fovea.train} and what
 * that may touch; draws nothing.
 */
@org.jspecify.annotations.NullMarked
module fovea.classic {
    requires static org.jspecify;
    requires transitive fovea.train;

    exports fovea.classic;
    exports fovea.classic.boltzmann;
    exports fovea.classic.filter;
    exports fovea.classic.neighbor;
    exports fovea.classic.unlabeled;
}
