package fovea.data.fetch;

import java.net.URI;
import java.util.List;

/**
 * A file as it is published.
 *
 * @param name under which it is kept
 * @param bytes its length
 * @param checksum of its content
 * @param addresses where it can be had, the official one first
 */
public record RemoteFile(String name, long bytes, Checksum checksum, List<URI> addresses) {

    /** Checks that the name is no path and that there is an address. */
    public RemoteFile {
        addresses = List.copyOf(addresses);
        if (name.isEmpty() || name.contains("/") || name.contains("\\") || addresses.isEmpty() || bytes < 0) {
            throw new IllegalArgumentException(
                    "remote file %s of %d bytes, %d addresses\n  give a name without folders, and an address"
                            .formatted(name, bytes, addresses.size()));
        }
    }
}
