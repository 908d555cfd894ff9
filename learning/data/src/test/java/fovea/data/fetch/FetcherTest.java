package fovea.data.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import fovea.data.DataException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class FetcherTest {

    private static final byte[] CONTENT = new byte[300_000];

    static {
        new SplittableRandom(9).nextBytes(CONTENT);
    }

    @TempDir
    Path folder;

    private HttpServer server;
    private ExecutorService threads;
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final List<Progress> told = new ArrayList<>();

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        threads = Executors.newVirtualThreadPerTaskExecutor();
        server.setExecutor(threads);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
        threads.shutdownNow();
    }

    @Test
    void fetchesAFileAndTellsHowFarItIs() throws IOException {
        Path path = fetch(file(serve("/whole", x -> send(x, 200, CONTENT, CONTENT.length))));
        assertThat(path).isEqualTo(folder.resolve("set.bin")).hasBinaryContent(CONTENT);
        assertThat(told.getLast()).isEqualTo(new Progress("set.bin", 300_000, 300_000));
        assertThat(onlyFile()).isEqualTo("set.bin");
    }

    @Test
    void asksNobodyForWhatIsThere() throws IOException {
        Files.write(folder.resolve("set.bin"), new byte[] {1});
        fetch(file(serve("/whole", x -> send(x, 200, CONTENT, CONTENT.length))));
        assertThat(asked).isEmpty();
    }

    @Test
    void goesOnWhereAnEarlierProcessBrokeOff() throws IOException {
        Files.write(part(), Arrays.copyOf(CONTENT, 100_000));
        assertThat(fetch(file(serve("/ranges", this::ranges)))).hasBinaryContent(CONTENT);
        assertThat(asked).containsExactly("bytes=100000-");
    }

    @Test
    void goesOnAfterABrokenConnection() throws IOException {
        URI address = serve("/breaks", x -> {
            if (asked.size() == 1) {
                send(x, 200, Arrays.copyOf(CONTENT, 120_000), CONTENT.length);
            } else {
                ranges(x);
            }
        });
        assertThat(fetch(file(address))).hasBinaryContent(CONTENT);
        assertThat(asked).hasSize(2);
        assertThat(asked.getLast()).startsWith("bytes=").isNotEqualTo("bytes=0-");
    }

    @Test
    void startsOverWhereTheServerKnowsNoRanges() throws IOException {
        Files.write(part(), Arrays.copyOf(CONTENT, 100_000));
        assertThat(fetch(file(serve("/whole", x -> send(x, 200, CONTENT, CONTENT.length)))))
                .hasBinaryContent(CONTENT);
    }

    @Test
    void startsOverWhenThePartIsLongerThanTheFile() throws IOException {
        Files.write(part(), new byte[400_000]);
        assertThat(fetch(file(serve("/ranges", this::ranges)))).hasBinaryContent(CONTENT);
        assertThat(asked).containsExactly("");
    }

    @Test
    void startsOverWhenThePartWasOfAnotherFile() throws IOException {
        Files.write(part(), new byte[100_000]);
        assertThat(fetch(file(serve("/ranges", this::ranges)))).hasBinaryContent(CONTENT);
        assertThat(asked).containsExactly("bytes=100000-", "");
    }

    @Test
    void startsOverWhenTheServerHasNoMore() throws IOException {
        Files.write(part(), Arrays.copyOf(CONTENT, 100_000));
        URI address = serve("/416", x -> {
            if (asked.size() == 1) {
                send(x, 416, new byte[0], 0);
            } else {
                send(x, 200, CONTENT, CONTENT.length);
            }
        });
        assertThat(fetch(file(address))).hasBinaryContent(CONTENT);
    }

    @Test
    void startsOverWhenAnotherRangeIsSent() throws IOException {
        Files.write(part(), Arrays.copyOf(CONTENT, 100_000));
        URI address = serve("/other", x -> {
            if (asked.size() == 1) {
                x.getResponseHeaders().set("Content-Range", "bytes 0-299999/300000");
                send(x, 206, CONTENT, CONTENT.length);
            } else {
                ranges(x);
            }
        });
        assertThat(fetch(file(address))).hasBinaryContent(CONTENT);
    }

    @Test
    void takesAWholePartWithoutAsking() throws IOException {
        Files.write(part(), CONTENT);
        assertThat(fetch(file(serve("/whole", this::ranges)))).hasBinaryContent(CONTENT);
        assertThat(asked).isEmpty();
    }

    @Test
    void turnsToTheNextAddress() throws IOException {
        URI missing = serve("/404", x -> send(x, 404, new byte[] {1}, 1));
        byte[] wrong = CONTENT.clone();
        wrong[5]++;
        URI spoiled = serve("/spoiled", x -> send(x, 200, wrong, wrong.length));
        URI good = serve("/whole", x -> send(x, 200, CONTENT, CONTENT.length));
        assertThat(fetch(file(missing, spoiled, good))).hasBinaryContent(CONTENT);
        assertThat(asked).hasSize(3);
    }

    @Test
    void refusesAWrongChecksumAndLeavesNothing() throws IOException {
        byte[] wrong = CONTENT.clone();
        wrong[5]++;
        URI address = serve("/spoiled", x -> send(x, 200, wrong, wrong.length));
        assertThatThrownBy(() -> fetch(file(address)))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("set.bin could not be fetched: " + address + " sent a file with SHA-256")
                .hasMessageContaining(
                        "fetch it by hand from " + address + " and put it into " + folder.toAbsolutePath());
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void refusesMoreThanWasAnnounced() throws IOException {
        byte[] more = Arrays.copyOf(CONTENT, 300_001);
        URI address = serve("/more", x -> send(x, 200, more, 0));
        assertThatThrownBy(() -> fetch(file(address))).hasMessageContaining("sent more than 300000 bytes");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void keepsWhatCameOfATruncatedFile() throws IOException {
        byte[] half = Arrays.copyOf(CONTENT, 150_000);
        URI address = serve("/half", x -> send(x, 200, half, half.length));
        assertThatThrownBy(() -> fetch(file(address))).hasMessageContaining("ended after 150000 of 300000 bytes");
        assertThat(part()).hasBinaryContent(half);
        assertThat(onlyFile()).isEqualTo("set.bin.part");
    }

    @Test
    void namesFileAddressAndFolderWhenOffline() throws IOException {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        URI address = URI.create("http://127.0.0.1:" + port + "/set.bin");
        assertThatThrownBy(() -> fetch(file(address)))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("set.bin could not be fetched: " + address + " ConnectException")
                .hasMessageEndingWith("put it into " + folder.toAbsolutePath());
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void saysWhenAHostCannotBeFound() {
        URI address = URI.create("http://nowhere.invalid/set.bin");
        assertThatThrownBy(() -> fetch(file(address)))
                .hasMessageContaining("http://nowhere.invalid/set.bin cannot be found: is this machine online?");
    }

    @Test
    void doesNotWaitForASilentServer() throws IOException {
        URI address = serve("/silent", x -> {
            x.sendResponseHeaders(200, CONTENT.length);
            OutputStream body = x.getResponseBody();
            body.write(CONTENT, 0, 1000);
            body.flush();
            sleep();
        });
        Fetcher impatient = new Fetcher(Duration.ofMillis(500), told::add);
        assertThatThrownBy(() -> impatient.fetch(file(address), folder)).hasMessageContaining("was silent for 0.5 s");
    }

    @Test
    void leavesAFileToTheProcessThatIsFetchingIt() throws IOException {
        URI address = serve("/whole", x -> send(x, 200, CONTENT, CONTENT.length));
        try (FileChannel other = FileChannel.open(part(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = other.lock()) {
            assertThat(lock.isValid()).isTrue();
            assertThatThrownBy(() -> fetch(file(address))).hasMessageContaining("another process is writing " + part());
        }
        assertThat(asked).isEmpty();
    }

    @Test
    void saysWhereItCannotWrite() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "x");
        URI address = serve("/whole", x -> send(x, 200, CONTENT, CONTENT.length));
        assertThatThrownBy(() -> new Fetcher(progress -> {}).fetch(file(address), file.resolve("below")))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("cannot be written")
                .hasMessageContaining("300000 bytes are needed");
    }

    private Path fetch(RemoteFile file) {
        return new Fetcher(Duration.ofSeconds(20), told::add).fetch(file, folder);
    }

    private Path part() {
        return folder.resolve("set.bin.part");
    }

    private String onlyFile() throws IOException {
        try (var files = Files.list(folder)) {
            return files.map(path -> path.getFileName().toString())
                    .reduce((a, b) -> a + " " + b)
                    .orElseThrow();
        }
    }

    private static RemoteFile file(URI... addresses) {
        try {
            String sum = HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(CONTENT));
            return new RemoteFile("set.bin", CONTENT.length, Checksum.sha256(sum), List.of(addresses));
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    private interface Answer {
        void to(HttpExchange exchange) throws IOException;
    }

    private URI serve(String path, Answer answer) {
        server.createContext(path, exchange -> {
            String range = exchange.getRequestHeaders().getFirst("Range");
            asked.add(range == null ? "" : range);
            try (exchange) {
                answer.to(exchange);
            }
        });
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
    }

    private void ranges(HttpExchange exchange) throws IOException {
        String range = asked.getLast();
        int from = range.isEmpty() ? 0 : Integer.parseInt(range.substring("bytes=".length(), range.length() - 1));
        if (from > 0) {
            exchange.getResponseHeaders().set("Content-Range", "bytes %d-299999/300000".formatted(from));
        }
        byte[] rest = Arrays.copyOfRange(CONTENT, from, CONTENT.length);
        send(exchange, from > 0 ? 206 : 200, rest, rest.length);
    }

    private static void send(HttpExchange exchange, int status, byte[] body, long announced) throws IOException {
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : announced);
        if (body.length > 0) {
            exchange.getResponseBody().write(body);
            exchange.getResponseBody().flush();
        }
    }

    private static void sleep() {
        try {
            Thread.sleep(5_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
