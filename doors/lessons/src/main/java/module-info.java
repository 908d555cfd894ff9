/**
 * What lessons and assignments share: pictures of what the subjects calculate, and checks that tell a learner what is wrong.
 *
 * <p>Who lives here: {@link fovea.lessons.Sketches}, which introduces {@code fovea.classic} to {@code fovea.plot}; and {@link
 * fovea.lessons.Assignment}, the sheet of an exercise with its checks. May touch every subject and {@code fovea.plot}; the programs under
 * {@code examples} use it, nothing else does.
 */
@org.jspecify.annotations.NullMarked
module fovea.lessons {
    requires static org.jspecify;
    requires transitive fovea.classic;
    requires transitive fovea.plot;

    exports fovea.lessons;
}
