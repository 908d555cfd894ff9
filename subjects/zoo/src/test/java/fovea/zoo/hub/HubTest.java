package fovea.zoo.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import fovea.data.DataException;
import fovea.format.NdArray;
import fovea.format.Safetensors;
import fovea.nn.Linear;
import fovea.zoo.Preprocessing;
import fovea.zoo.Weights;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Against a server of this machine that answers as Hugging Face's does. */
@Timeout(60)
class HubTest {
    private static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";
    private static final String CONFIG = """
        {"architecture": "linear", "pretrained_cfg": {"input_size": [3, 224, 224], "crop_pct": 0.95,
         "mean": [0.5, 0.5, 0.5], "std": [0.5, 0.5, 0.5], "interpolation": "bilinear"}}\
        """;

    @TempDir
    private Path folder;

    private HttpServer server;
    private ExecutorService threads;
    private byte[] weights;
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final Map<String, String> environment = new HashMap<>();

    @BeforeEach
    void start() throws IOException {
        Path file = folder.resolve("source.safetensors");
        LinkedHashMap<String, NdArray> arrays = new LinkedHashMap<>();
        arrays.put("weight", NdArray.ofFloats(new long[] {1, 2}, 3, 4));
        arrays.put("bias", NdArray.ofFloats(new long[] {1}, 5));
        Safetensors.write(file, arrays, Map.of());
        weights = Files.readAllBytes(file);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        threads = Executors.newVirtualThreadPerTaskExecutor();
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
        environment.put("HF_HUB_CACHE", folder.resolve("hub").toString());
        environment.put("TORCH_HOME", folder.resolve("torch").toString());
        environment.put("HF_ENDPOINT", "http://localhost:" + server.getAddress().getPort());
    }

    @AfterEach
    void stop() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void answer(HttpExchange x) throws IOException {
        String path = x.getRequestURI().getPath();
        asked.add(x.getRequestMethod() + " " + path);
        String name = path.substring(path.lastIndexOf('/') + 1);
        switch (name) {
            case "model.safetensors", "model-6d14fc04.safetensors", "w.safetensors" -> {
                x.getResponseHeaders().set("x-linked-etag", '"' + hash("SHA-256", weights) + '"');
                x.getResponseHeaders().set("x-linked-size", "" + weights.length);
                send(x, weights);
            }
            case "config.json" -> {
                byte[] text = CONFIG.getBytes(StandardCharsets.UTF_8);
                byte[] before = ("blob " + text.length + "\0").getBytes(StandardCharsets.UTF_8);
                byte[] all = Arrays.copyOf(before, before.length + text.length);
                System.arraycopy(text, 0, all, before.length, text.length);
                x.getResponseHeaders().set("etag", "W/\"" + hash("SHA-1", all) + '"');
                send(x, text);
            }
            case "private.safetensors" -> close(x, 401);
            default -> close(x, 404);
        }
    }

    private static void send(HttpExchange x, byte[] content) throws IOException {
        x.getResponseHeaders().set("x-repo-commit", COMMIT);
        String range = x.getRequestHeaders().getFirst("Range");
        int from = range == null ? 0 : Integer.parseInt(range.replaceAll("\\D", ""));
        if (x.getRequestMethod().equals("HEAD")) {
            x.getResponseHeaders().set("content-length", "" + content.length);
            close(x, 200);
            return;
        }
        if (from > 0) {
            x.getResponseHeaders()
                    .set("Content-Range", "bytes %d-%d/%d".formatted(from, content.length - 1, content.length));
        }
        x.sendResponseHeaders(from > 0 ? 206 : 200, content.length - from);
        x.getResponseBody().write(content, from, content.length - from);
        x.close();
    }

    private static void close(HttpExchange x, int code) throws IOException {
        x.sendResponseHeaders(code, -1);
        x.close();
    }

    private static String hash(String algorithm, byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(content));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private Hub hub() {
        return new Hub(environment, _ -> {});
    }

    @Test
    void aModelIsFetchedOnceIntoTheFolderThatOthersShare() throws IOException {
        Linear linear = Linear.of(2, 1, new SplittableRandom(1));
        try (Weights read = Weights.of("org/net", hub())) {
            read.into(linear);
            assertThat(read.preprocessing(Preprocessing.IMAGENET))
                    .hasToString("Optional[resize 235, crop 224, mean 0.5/0.5/0.5, std 0.5/0.5/0.5]");
        }
        assertThat(linear.weight().get().toArray()).containsExactly(3, 4);
        Path model = folder.resolve("hub/models--org--net");
        assertThat(model.resolve("refs/main")).hasContent(COMMIT);
        Path link = model.resolve("snapshots/" + COMMIT + "/model.safetensors");
        assertThat(link).isSymbolicLink().hasBinaryContent(weights);
        assertThat(Files.readSymbolicLink(link)).isEqualTo(Path.of("../../blobs/" + hash("SHA-256", weights)));
        asked.clear();
        Weights.of("org/net", hub()).close();
        assertThat(asked).isNotEmpty().allMatch(each -> each.startsWith("HEAD"));
    }

    @Test
    void whatIsHereIsUsedWithoutANetwork() {
        Weights.of("org/net", hub()).close();
        asked.clear();
        environment.put("HF_HUB_OFFLINE", "1");
        Weights.of("org/net", hub()).close();
        assertThat(asked).isEmpty();
        environment.remove("HF_HUB_OFFLINE");
        server.stop(0);
        Weights.of("org/net", hub()).close();
    }

    @Test
    void offlineWhatIsNotHereIsRefusedWithTheFolder() {
        environment.put("HF_HUB_OFFLINE", "1");
        refused("org/net", "org/net is not in " + folder.resolve("hub") + ", and HF_HUB_OFFLINE forbids to fetch it");
        refused("http://localhost/x.safetensors", "HF_HUB_OFFLINE forbids");
        assertThat(asked).isEmpty();
    }

    @Test
    void aTransferThatBrokeOffGoesOn() throws IOException {
        Path blobs = Files.createDirectories(folder.resolve("hub/models--org--net/blobs"));
        Files.write(blobs.resolve(hash("SHA-256", weights) + ".part"), Arrays.copyOf(weights, 50));
        Weights.of("org/net@main:w.safetensors", hub()).close();
        assertThat(blobs.resolve(hash("SHA-256", weights))).hasBinaryContent(weights);
    }

    @Test
    void whatIsNotThereOrNotForEverybodyIsSaid() {
        refused("org/net:gone.bin", "org/net has none of gone.bin");
        refused("org/net:private.safetensors", "the hub answered 401");
        server.stop(0);
        refused("org/other", "could not be fetched");
    }

    @Test
    void filesAtAddressesAreCheckedAgainstTheDigitsInTheirNames() throws IOException {
        String server = environment.get("HF_ENDPOINT");
        Weights.of(server + "/w.safetensors", hub()).close();
        assertThat(folder.resolve("torch/hub/checkpoints/w.safetensors")).hasBinaryContent(weights);
        refused(server + "/model-6d14fc04.safetensors", "not 6d14fc04");
        refused(server + "/none.pth", "answered 404");
        assertThat(hub().find(URI.create(server + "/w.safetensors"))).isRegularFile();
    }

    private void refused(String source, String why) {
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> Weights.of(source, hub()).close())
                .withMessageContaining(why)
                .withMessageContaining("\n  ");
    }
}
