package fovea.cli;

import fovea.train.tune.Configuration;
import fovea.train.tune.Dimension;
import fovea.train.tune.Importance;
import fovea.train.tune.Trial;
import fovea.train.tune.TuneEvent;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What a person, or a program, reads of a study. */
record TuneReport(Shared shared) {

    /** What has ended. */
    void tell(TuneEvent event, int most) {
        if (event instanceof TuneEvent.Ended(Trial trial)) {
            shared.terminal()
                    .err()
                    .println("trial %d/%d  %s  %s"
                            .formatted(trial.number() + 1, most, shown(trial.configuration()), result(trial)));
        }
    }

    private static String result(Trial trial) {
        return switch (trial.ending()) {
            case COMPLETE -> String.format(Locale.ROOT, "%.2f %% (%.1f s)", 100 * (1 - trial.loss()), trial.seconds());
            case STOPPED ->
                String.format(
                        Locale.ROOT,
                        "%.2f %%, behind half of the others, stopped after %d of %d epochs",
                        100 * (1 - trial.loss()),
                        trial.losses().size(),
                        trial.epochs());
            case FAILED -> trial.reason();
        };
    }

    /** Three digits of each number are enough for people. */
    private static String shown(Configuration configuration) {
        return configuration.space().dimensions().stream()
                .map(each -> each.name() + " "
                        + (each instanceof Dimension.Choice
                                ? configuration.text(each.name())
                                : String.format(Locale.ROOT, "%.3g", configuration.number(each.name()))))
                .collect(Collectors.joining(", "));
    }

    /** What came of it all. */
    void finish(Trial best, List<Trial> made, Path folder) {
        List<Importance> mattered = Importance.of(made);
        if (shared.json()) {
            Json values = new Json();
            best.configuration()
                    .space()
                    .dimensions()
                    .forEach(each ->
                            values.with(each.name(), best.configuration().text(each.name())));
            Json shares = new Json();
            mattered.forEach(each -> shares.with(each.name(), each.share()));
            shared.print(new Json()
                    .with("best", values)
                    .with("accuracy", 1 - best.loss())
                    .with("trials", made.size())
                    .with("explained", shares)
                    .with("folder", folder.toString()));
            return;
        }
        shared.terminal()
                .out()
                .printf(
                        Locale.ROOT,
                        "best: %s: %.2f %% of held-out training pictures right%nvariance between trials explained by"
                                + " each alone: %s%n%s%n",
                        shown(best.configuration()),
                        100 * (1 - best.loss()),
                        mattered.stream()
                                .map(each -> String.format(Locale.ROOT, "%s %.0f %%", each.name(), 100 * each.share()))
                                .collect(Collectors.joining(", ")),
                        folder);
    }
}
