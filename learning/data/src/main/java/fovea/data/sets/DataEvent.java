package fovea.data.sets;

import fovea.data.DataSet;
import fovea.data.fetch.Progress;

/** What happens while a set is opened. May arrive on any thread, one at a time. */
public sealed interface DataEvent {

    /** A file is on its way. */
    record Fetching(Progress progress) implements DataEvent {}

    /** So many pictures of a folder have been decoded, or left out. */
    record Decoded(int done, int total) implements DataEvent {}

    /** A picture was left out, and why. */
    record LeftOut(DataSet.Skipped picture) implements DataEvent {}
}
