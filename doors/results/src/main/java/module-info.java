/**
 * Published results, measured again: for each the figure in the literature, the bar below which a method counts as broken, and the
 * experiment that prints Fovea's own.
 *
 * <p>Who lives here: {@link fovea.results.Row}, one published result; the rows of each lecture in a file of its own; and {@link
 * fovea.results.Ledger}, the file of what was measured, from which {@link fovea.results.Report} writes a page and a picture. May touch every subject and {@code fovea.plot}; nothing but the command
 * line may touch it.
 */
@org.jspecify.annotations.NullMarked
module fovea.results {
    requires static org.jspecify;
    requires transitive fovea.classic;
    requires transitive fovea.zoo;
    requires fovea.plot;

    exports fovea.results;
}
