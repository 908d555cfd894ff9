package fovea.data.fetch;

import fovea.data.DataException;
import java.io.IOException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Brings published files here: from the first address that has them, going on where an earlier attempt broke off, and
 * under their name only once their checksum is right.
 *
 * <p>Until then a file is called {@code <name>.part}. It is kept when a connection breaks and removed when it turns out
 * to be wrong. Two processes never write the same one.
 */
public final class Fetcher {

    private static final int ATTEMPTS = 3;

    private final Duration patience;
    private final Consumer<Progress> listener;

    /** Gives up on a connection after 30 seconds of silence. */
    public Fetcher(Consumer<Progress> listener) {
        this(Duration.ofSeconds(30), listener);
    }

    /**
     * A fetcher.
     *
     * @param patience how long a server may be silent
     * @param listener is told how far it has come, on the calling thread
     */
    public Fetcher(Duration patience, Consumer<Progress> listener) {
        this.patience = patience;
        this.listener = listener;
    }

    /**
     * Fetches a file unless it is there already.
     *
     * @param folder where it goes; made if it is missing
     * @return its path
     * @throws DataException naming the file, every address with what went wrong there, and the folder to put it in
     */
    public Path fetch(RemoteFile file, Path folder) {
        Path target = folder.resolve(file.name());
        if (Files.exists(target)) {
            return target;
        }
        Path part = folder.resolve(file.name() + ".part");
        try {
            Files.createDirectories(folder);
            complete(file, part);
            Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
            return target;
        } catch (IOException e) {
            throw new DataException(
                    "%s cannot be written: %s".formatted(part, reason(e)),
                    "make room there or check its permissions; %d bytes are needed".formatted(file.bytes()),
                    e);
        }
    }

    private void complete(RemoteFile file, Path part) throws IOException {
        List<String> failures = new ArrayList<>();
        try (FileChannel out = FileChannel.open(
                        part, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
                HttpClient client = client()) {
            lock(out, part);
            Transfer transfer = new Transfer(client, file, out, patience, listener);
            for (URI address : file.addresses()) {
                if (succeeds(transfer, file, part, address, failures)) {
                    out.force(true);
                    return;
                }
            }
            if (out.size() == 0) {
                Files.deleteIfExists(part);
            }
        }
        throw new DataException(
                "%s could not be fetched: %s".formatted(file.name(), String.join("; ", failures)),
                "fetch it by hand from %s and put it into %s"
                        .formatted(
                                file.addresses().getFirst(),
                                part.toAbsolutePath().getParent()));
    }

    private HttpClient client() {
        return HttpClient.newBuilder()
                .followRedirects(HttpClient.Redirect.NORMAL)
                .connectTimeout(patience)
                .build();
    }

    private static void lock(FileChannel out, Path part) throws IOException {
        boolean ours;
        try {
            ours = out.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            ours = false;
        }
        if (!ours) {
            throw new DataException("another process is writing " + part, "wait until it is done and try again");
        }
    }

    /** A broken connection is taken up again at once; a wrong file or an answer such as 404 is not. */
    private static boolean succeeds(Transfer transfer, RemoteFile file, Path part, URI address, List<String> failures)
            throws IOException {
        String failure = "";
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            switch (transfer.from(address)) {
                case Transfer.Outcome.Complete(boolean resumed) -> {
                    String sum = file.checksum().of(part);
                    if (file.checksum().fits(sum)) {
                        return true;
                    }
                    transfer.startOver();
                    failure = "sent a file with %s %s, not %s"
                            .formatted(
                                    file.checksum().algorithm(),
                                    sum,
                                    file.checksum().hex());
                    attempt = resumed ? attempt : ATTEMPTS;
                }
                case Transfer.Outcome.Broken(String why) -> failure = why;
                case Transfer.Outcome.Refused(String why) -> {
                    failure = why;
                    attempt = ATTEMPTS;
                }
            }
        }
        failures.add(address + " " + failure);
        return false;
    }

    static String reason(Exception e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof UnresolvedAddressException || cause instanceof UnknownHostException) {
                return "cannot be found: is this machine online?";
            }
        }
        String message = e.getMessage();
        return e.getClass().getSimpleName() + (message == null ? "" : " (" + message + ")");
    }
}
