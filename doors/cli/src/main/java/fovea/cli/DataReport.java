package fovea.cli;

import fovea.data.DataSet;
import fovea.data.fetch.Progress;
import fovea.data.sets.DataEvent;
import java.util.Locale;
import java.util.function.Consumer;

/** Says on the terminal what is fetched, how far decoding is, and which pictures were left out. */
final class DataReport implements Consumer<DataEvent> {
    private static final int NAMED = 5;

    private final Terminal terminal;
    private String fetching = "";
    private long shown;

    DataReport(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public void accept(DataEvent event) {
        switch (event) {
            case DataEvent.Fetching(Progress progress) -> fetching(progress);
            case DataEvent.Decoded(int done, int total) ->
                replace("reading pictures %,d of %,d".formatted(done, total));
            case DataEvent.LeftOut _ -> {}
        }
    }

    private void fetching(Progress progress) {
        if (terminal.isInteractive()) {
            replace("fetching %s: %,d of %,d KB"
                    .formatted(progress.file(), progress.done() >> 10, progress.total() >> 10));
        } else if (!fetching.equals(progress.file())) {
            fetching = progress.file();
            terminal.err().printf(Locale.ROOT, "fetching %s, %,d KB%n", fetching, progress.total() >> 10);
        }
    }

    /** At most ten times a second, over what was there before. */
    private void replace(String line) {
        long now = System.nanoTime();
        if (terminal.isInteractive() && now - shown > 100_000_000) {
            shown = now;
            terminal.err().print("\r\u001b[K" + line);
            terminal.err().flush();
        }
    }

    /** Names what was left out, or the first of it. */
    void end(DataSet set) {
        if (terminal.isInteractive()) {
            terminal.err().print("\r\u001b[K");
        }
        int count = set.skipped().size();
        if (count > 0) {
            terminal.err().println(count + (count == 1 ? " picture was left out:" : " pictures were left out:"));
            set.skipped().stream()
                    .limit(NAMED)
                    .forEach(each -> terminal.err().println("  " + each.file() + ": " + each.reason()));
            if (count > NAMED) {
                terminal.err().println("  and " + (count - NAMED) + " more");
            }
        }
    }
}
