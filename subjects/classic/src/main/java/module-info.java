/**
 * The first recognizers: what lectures 2 to 4 teach before networks grow deep.
 *
 * <p>Who lives here: nearest neighbors and their approximate search ({@code neighbor}), what is learned without labels, clusters and
 * projections ({@code unlabeled}), linear classifiers and ways to their weights ({@code linear}), features made by hand or learned from
 * patches ({@code feature}), filters made by hand ({@code filter}), restricted Boltzmann machines ({@code boltzmann}), cross-validation,
 * computational graphs on single numbers ({@code circuit}), and layers and small nets whose backward pass is written out
 * ({@code layer}). May touch {@code fovea.train} and what that may touch; draws nothing.
 */
@org.jspecify.annotations.NullMarked
module fovea.classic {
    requires static org.jspecify;
    requires transitive fovea.train;

    exports fovea.classic;
    exports fovea.classic.boltzmann;
    exports fovea.classic.circuit;
    exports fovea.classic.feature;
    exports fovea.classic.filter;
    exports fovea.classic.layer;
    exports fovea.classic.linear;
    exports fovea.classic.neighbor;
    exports fovea.classic.unlabeled;
}
