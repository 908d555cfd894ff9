package fovea.data.sets;

import fovea.data.DataException;
import fovea.data.fetch.Fetcher;
import fovea.data.fetch.RemoteFile;
import java.nio.file.Path;
import java.util.stream.Collectors;

/** The folders of data on this machine, and the way to what is missing in them. */
record Library(DataFolders folders, SetOptions options) {

    /** Where a set's files go when they are fetched. */
    Path home(String set) {
        return folders.home().resolve(set);
    }

    /** Brings a file into a set's folder. */
    Path fetch(RemoteFile file, String set) {
        if (!options.download()) {
            String searched = folders.searched().stream()
                    .map(folder -> folder.resolve(set).toString())
                    .collect(Collectors.joining(", "));
            throw new DataException(
                    "%s is in none of %s, and may not be fetched".formatted(file.name(), searched),
                    "fetch it from %s and put it into %s"
                            .formatted(file.addresses().getFirst(), home(set)));
        }
        Fetcher fetcher = new Fetcher(progress -> options.listener().accept(new DataEvent.Fetching(progress)));
        return fetcher.fetch(file, home(set));
    }
}
