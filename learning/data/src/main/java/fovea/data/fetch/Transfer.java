package fovea.data.fetch;

import fovea.data.DataException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.time.Duration;
import java.util.function.Consumer;

/** Single attempts at one file: asks for what is missing of it and appends what comes. */
final class Transfer {

    private static final int BUFFER = 1 << 16;

    private final HttpClient client;
    private final RemoteFile file;
    private final FileChannel out;
    private final Duration patience;
    private final Consumer<Progress> listener;

    Transfer(HttpClient client, RemoteFile file, FileChannel out, Duration patience, Consumer<Progress> listener) {
        this.client = client;
        this.file = file;
        this.out = out;
        this.patience = patience;
        this.listener = listener;
    }

    /** How an attempt ended. */
    sealed interface Outcome {

        /** All bytes are here; some of them from an earlier attempt, if it was resumed. */
        record Complete(boolean resumed) implements Outcome {}

        /** The connection broke; what came is kept. */
        record Broken(String failure) implements Outcome {}

        /** The server does not have the file, or has another one. */
        record Refused(String failure) implements Outcome {}
    }

    /** Forgets what is here. */
    void startOver() throws IOException {
        out.truncate(0);
    }

    /** One attempt; only the failures of the own disk are thrown. */
    Outcome from(URI address) throws IOException {
        if (out.size() > file.bytes()) {
            startOver();
        }
        long have = out.size();
        if (have == file.bytes()) {
            return new Outcome.Complete(have > 0);
        }
        HttpResponse<InputStream> response;
        try {
            response = client.send(request(address, have), HttpResponse.BodyHandlers.ofInputStream());
        } catch (IOException e) {
            return new Outcome.Broken(Fetcher.reason(e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DataException("fetching " + file.name() + " was interrupted", "start again; it will go on", e);
        }
        try (InputStream body = response.body()) {
            return receive(response, body, have);
        }
    }

    private HttpRequest request(URI address, long have) {
        HttpRequest.Builder request = HttpRequest.newBuilder(address).timeout(patience);
        if (have > 0) {
            request.header("Range", "bytes=" + have + "-");
        }
        return request.build();
    }

    private Outcome receive(HttpResponse<InputStream> response, InputStream body, long have) throws IOException {
        return switch (response.statusCode()) {
            case 200 -> append(body, 0);
            case 206 ->
                isFrom(have, response) ? append(body, have) : afresh("sent another part than that from byte " + have);
            case 416 -> afresh("has no more than " + have + " bytes");
            default -> new Outcome.Refused("answered " + response.statusCode());
        };
    }

    private static boolean isFrom(long have, HttpResponse<InputStream> response) {
        String range = response.headers().firstValue("Content-Range").orElse("");
        return have > 0 && range.startsWith("bytes " + have + "-");
    }

    private Outcome afresh(String failure) throws IOException {
        startOver();
        return new Outcome.Broken(failure);
    }

    private Outcome append(InputStream body, long start) throws IOException {
        out.truncate(start);
        byte[] buffer = new byte[BUFFER];
        long have = start;
        try (Watch watch = new Watch(body, patience)) {
            while (true) {
                int n;
                try {
                    n = body.read(buffer);
                } catch (IOException e) {
                    return new Outcome.Broken(watch.hasRungOr(Fetcher.reason(e)) + " after " + have + " bytes");
                }
                if (n < 0) {
                    break;
                }
                watch.reset();
                if (have + n > file.bytes()) {
                    startOver();
                    return new Outcome.Refused("sent more than " + file.bytes() + " bytes");
                }
                write(ByteBuffer.wrap(buffer, 0, n), have);
                have += n;
                listener.accept(new Progress(file.name(), have, file.bytes()));
            }
        }
        return have == file.bytes()
                ? new Outcome.Complete(start > 0)
                : new Outcome.Broken("ended after %d of %d bytes".formatted(have, file.bytes()));
    }

    private void write(ByteBuffer bytes, long at) throws IOException {
        for (long to = at; bytes.hasRemaining(); ) {
            to += out.write(bytes, to);
        }
    }
}
