package fovea.zoo.hub;

import fovea.data.DataException;
import fovea.data.fetch.Checksum;
import fovea.data.fetch.Fetcher;
import fovea.data.fetch.Progress;
import fovea.data.fetch.RemoteFile;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Brings published weights here, once: from Hugging Face's hub into the folder its own programs use, and from any address into the one that
 * PyTorch uses. A transfer that breaks off goes on where it was, and nothing is taken whose checksum is wrong.
 *
 * <p>Environment: {@code HF_HOME}, {@code HF_HUB_CACHE}, {@code HF_ENDPOINT}, {@code HF_HUB_OFFLINE}, {@code TORCH_HOME}, as those programs
 * have them. Only what everybody may read is fetched: no token is sent.
 */
public final class Hub {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int REDIRECTS = 5;
    private static final Pattern CHECKED_NAME = Pattern.compile(".*-([0-9a-f]{8,64})\\.[A-Za-z]+");

    private final Map<String, String> environment;
    private final HubCache cache;
    private final Fetcher fetcher;

    /**
     * A hub.
     *
     * @param environment where it looks its variables up, usually {@link System#getenv()}
     * @param listener is told how far a file has come
     */
    public Hub(Map<String, String> environment, Consumer<Progress> listener) {
        this.environment = Map.copyOf(environment);
        this.cache = HubCache.of(environment);
        this.fetcher = new Fetcher(listener);
    }

    /** What the server says of a file without sending it. */
    private record Told(String commit, String etag, long bytes) {}

    /**
     * A file of a model, fetched unless it is here; empty if the model has none of that name.
     *
     * @throws DataException saying what is not here and how to get it
     */
    public Optional<Path> find(HubName name, String file) {
        Optional<Path> here = cache.find(name, file);
        if (isOffline() || (here.isPresent() && HubCache.isFixed(name))) {
            return here;
        }
        try {
            return told(name, file).map(told -> fetch(name, file, told));
        } catch (IOException e) {
            if (here.isPresent()) {
                return here;
            }
            throw new DataException(
                    "%s of %s could not be fetched: %s".formatted(file, name.repository(), e),
                    "check the network, or bring the folder %s here from a machine that has it".formatted(cache.root()),
                    e);
        }
    }

    /** The refusal for a model of which nothing was found. */
    public DataException absent(HubName name, List<String> files) {
        return isOffline()
                ? new DataException(
                        "%s is not in %s, and HF_HUB_OFFLINE forbids to fetch it"
                                .formatted(name.repository(), cache.root()),
                        "unset HF_HUB_OFFLINE once, or bring that folder here from a machine that has it")
                : new DataException(
                        "%s has none of %s".formatted(name.repository(), String.join(", ", files)),
                        "name a file of it: %s:FILE".formatted(name.repository()));
    }

    private boolean isOffline() {
        String said = environment.getOrDefault("HF_HUB_OFFLINE", "");
        return said.matches("(?i)1|true|yes|on");
    }

    private URI address(HubName name, String file) {
        String endpoint = environment
                .getOrDefault("HF_ENDPOINT", "https://huggingface.co")
                .replaceFirst("/+$", "");
        return URI.create("%s/%s/resolve/%s/%s"
                .formatted(endpoint, name.repository(), name.revision().replace("/", "%2F"), file.replace(" ", "%20")));
    }

    private Path fetch(HubName name, String file, Told told) {
        Checksum checksum = told.etag.length() == 64 ? Checksum.sha256(told.etag) : Checksum.gitBlob(told.etag);
        HubName fixed = new HubName(name.repository(), told.commit, name.file());
        RemoteFile remote = new RemoteFile(told.etag, told.bytes, checksum, List.of(address(fixed, file)));
        return cache.link(name, told.commit, file, fetcher.fetch(remote, cache.blobs(name)));
    }

    private Optional<Told> told(HubName name, String file) throws IOException {
        HttpResponse<Void> response = head(address(name, file), false);
        if (response.statusCode() == 404) {
            return Optional.empty();
        }
        if (response.statusCode() >= 400) {
            throw new DataException(
                    "%s of %s: the hub answered %d".formatted(file, name.repository(), response.statusCode()),
                    "check the name; models that ask for an account cannot be fetched here");
        }
        String commit = header(response, "x-repo-commit");
        String etag = header(response, "x-linked-etag", "etag")
                .replaceFirst("^W/", "")
                .replace("\"", "");
        String bytes = header(response, "x-linked-size", "content-length");
        if (!commit.matches("[0-9a-f]{40}")
                || !etag.matches("[0-9a-f]{40}|[0-9a-f]{64}")
                || !bytes.matches("\\d{1,18}")) {
            throw new IOException("the answer does not say which content it is");
        }
        return Optional.of(new Told(commit, etag, Long.parseLong(bytes)));
    }

    private static String header(HttpResponse<?> response, String... names) {
        for (String name : names) {
            Optional<String> value = response.headers().firstValue(name);
            if (value.isPresent()) {
                return value.get();
            }
        }
        return "";
    }

    /** Only redirections that name no host are followed: the one to where the content lies does not tell what it is. */
    private static HttpResponse<Void> head(URI address, boolean isFree) throws IOException {
        try (HttpClient client = HttpClient.newBuilder()
                .followRedirects(isFree ? HttpClient.Redirect.NORMAL : HttpClient.Redirect.NEVER)
                .connectTimeout(PATIENCE)
                .build()) {
            URI at = address;
            for (int i = 0; ; i++) {
                HttpRequest request = HttpRequest.newBuilder(at)
                        .method("HEAD", HttpRequest.BodyPublishers.noBody())
                        .header("Accept-Encoding", "identity")
                        .timeout(PATIENCE)
                        .build();
                HttpResponse<Void> response = client.send(request, HttpResponse.BodyHandlers.discarding());
                String next = header(response, "location");
                if (response.statusCode() / 100 != 3 || !next.matches("/[^/].*") || i == REDIRECTS) {
                    return response;
                }
                at = at.resolve(next);
            }
        } catch (IllegalArgumentException e) {
            throw new IOException("the answer leads to no address", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    /**
     * The file at an address, fetched unless it is here: in {@code checkpoints} of PyTorch's hub, {@code $TORCH_HOME/hub} or {@code
     * ~/.cache/torch/hub}. If its name ends in digits of its SHA-256, as PyTorch's own do, they are checked.
     */
    public Path find(URI address) {
        String path = Optional.ofNullable(address.getPath()).orElse("");
        String name = path.substring(path.lastIndexOf('/') + 1);
        String home = environment.get("TORCH_HOME");
        Path folder = (home == null || home.isBlank()
                        ? HubCache.caches(environment).resolve("torch")
                        : Path.of(home))
                .resolve("hub")
                .resolve("checkpoints");
        if (name.isEmpty() || name.equals("..") || name.contains("\\")) {
            throw new DataException(address + " names no file", "give the address of a file of weights");
        }
        Path here = folder.resolve(name);
        if (Files.isRegularFile(here)) {
            return here;
        }
        if (isOffline()) {
            throw new DataException(
                    "%s is not in %s, and HF_HUB_OFFLINE forbids to fetch it".formatted(name, folder),
                    "unset HF_HUB_OFFLINE once, or put the file there");
        }
        Matcher matcher = CHECKED_NAME.matcher(name);
        Checksum checksum = Checksum.sha256Beginning(matcher.matches() ? matcher.group(1) : "");
        return fetcher.fetch(new RemoteFile(name, length(address), checksum, List.of(address)), folder);
    }

    private static long length(URI address) {
        try {
            HttpResponse<Void> response = head(address, true);
            String bytes = header(response, "content-length");
            if (response.statusCode() == 200 && bytes.matches("\\d{1,18}")) {
                return Long.parseLong(bytes);
            }
            throw new DataException(
                    "%s: the server answered %d%s"
                            .formatted(address, response.statusCode(), bytes.isEmpty() ? " without a length" : ""),
                    "check the address, or fetch the file by hand");
        } catch (IOException e) {
            throw new DataException(address + " cannot be reached: " + e, "check the network and the address", e);
        }
    }
}
