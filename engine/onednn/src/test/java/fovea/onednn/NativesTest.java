package fovea.onednn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NativesTest {

    @TempDir
    Path folder;

    private final byte[] small = new byte[1000];
    private final byte[] large = new byte[700_000];
    private URL first;
    private URL second;

    @BeforeEach
    void packTwoFiles() throws IOException {
        new Random(1).nextBytes(small);
        new Random(2).nextBytes(large);
        Path jar = folder.resolve("some libraries.jar");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(jar))) {
            pack(zip, "lib-dir/a.so.1", small);
            pack(zip, "lib-dir/b.so.3", large);
        }
        first = URI.create("jar:" + jar.toUri() + "!/lib-dir/a.so.1").toURL();
        second = URI.create("jar:" + jar.toUri() + "!/lib-dir/b.so.3").toURL();
    }

    private static void pack(ZipOutputStream zip, String name, byte[] content) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(content);
        zip.closeEntry();
    }

    private Path unpacked(Path root) throws IOException {
        try (NativeCache cache = new NativeCache(root)) {
            return cache.folder(first, second);
        }
    }

    private void mustHoldBoth(Path found) throws IOException {
        assertThat(found.resolve("a.so.1")).hasBinaryContent(small);
        assertThat(found.resolve("b.so.3")).hasBinaryContent(large);
        try (var files = Files.list(found)) {
            assertThat(files).hasSize(2);
        }
    }

    @Test
    void filesAreUnpackedOnceAndFoundAgain() throws IOException {
        Path found = unpacked(folder.resolve("cache/deep"));
        mustHoldBoth(found);
        FileTime written = Files.getLastModifiedTime(found.resolve("b.so.3"));
        Object inode = Files.getAttribute(found.resolve("b.so.3"), "unix:ino");
        assertThat(unpacked(folder.resolve("cache/deep"))).isEqualTo(found);
        assertThat(Files.getLastModifiedTime(found.resolve("b.so.3"))).isEqualTo(written);
        assertThat(Files.getAttribute(found.resolve("b.so.3"), "unix:ino")).isEqualTo(inode);
    }

    @Test
    void damagedFilesAreReplacedWhole() throws IOException {
        Path found = unpacked(folder.resolve("cache"));
        Path file = found.resolve("b.so.3");
        byte[] flipped = large.clone();
        flipped[500_000] ^= 4;
        for (byte[] damage : List.of(new byte[0], new byte[large.length], flipped, new byte[large.length + 1])) {
            Files.write(file, damage);
            Object inode = Files.getAttribute(file, "unix:ino");
            mustHoldBoth(unpacked(folder.resolve("cache")));
            assertThat(Files.getAttribute(file, "unix:ino")).isNotEqualTo(inode);
        }
        Files.delete(file);
        mustHoldBoth(unpacked(folder.resolve("cache")));
    }

    @Test
    void leftoversOfKilledProcessesAreCleared() throws IOException {
        Path found = unpacked(folder.resolve("cache"));
        Path old = Files.write(found.resolve("b.so.3123.part"), new byte[10]);
        Files.setLastModifiedTime(old, FileTime.from(Instant.now().minus(Duration.ofHours(2))));
        Path young = Files.write(found.resolve("b.so.3124.part"), new byte[10]);
        Files.delete(found.resolve("a.so.1"));
        unpacked(folder.resolve("cache"));
        assertThat(old).doesNotExist();
        assertThat(young).exists();
    }

    @Test
    void manyMayUnpackAtOnce() throws Exception {
        List<Callable<Path>> starts = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            starts.add(() -> unpacked(folder.resolve("cache")));
        }
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            for (Future<Path> start : threads.invokeAll(starts)) {
                mustHoldBoth(start.get());
            }
        }
    }

    @Test
    void aFolderThatCannotBeMadeIsAnException() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "not a folder");
        assertThatThrownBy(() -> unpacked(file)).isInstanceOf(IOException.class);
    }

    @Test
    void aPassingFolderIsGoneAfterwards() throws IOException {
        Path found;
        try (NativeCache cache = new NativeCache(null)) {
            found = cache.folder(first, second);
            mustHoldBoth(found);
        }
        assertThat(found).doesNotExist();
        assertThat(found.getParent()).doesNotExist();
    }

    @Test
    void filesOutsideAJarAreUsedWhereTheyAre() throws IOException {
        Path loose = Files.createDirectories(folder.resolve("loose files"));
        Files.write(loose.resolve("a.so.1"), small);
        try (NativeCache cache = new NativeCache(folder.resolve("cache"))) {
            assertThat(cache.folder(loose.resolve("a.so.1").toUri().toURL())).isEqualTo(loose);
        }
        assertThat(folder.resolve("cache")).doesNotExist();
    }

    @Test
    void platformsAreNamedAsTheJarsAre() {
        assertThat(Natives.platform("Linux", "amd64")).isEqualTo("linux-x86_64");
        assertThat(Natives.platform("Mac OS X", "aarch64")).isEqualTo("macosx-arm64");
        assertThat(Natives.platform("Windows 11", "amd64")).isEqualTo("windows-x86_64");
        assertThat(Natives.platform("Linux", "riscv64")).isEqualTo("linux-riscv64");
    }

    @Test
    void theLibraryIsTheVersionThatIsBound() {
        Needs.oneDnn();
        assertThat(Dnnl.version()).startsWith("3.");
    }

    /** In a process of its own: what is loaded stays loaded. */
    @Test
    void withoutTheLibraryThereIsAReasonAndLoopsStillRun() throws Exception {
        String here = Path.of(NativesTest.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .toURI())
                + ":"
                + Path.of(Natives.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .toURI());
        assertThat(java("Main", here, "linux"))
                .contains("oneDNN is not here: no org/bytedeco/dnnl/linux-x86_64/libdnnl.so.3")
                .contains("add org.bytedeco:dnnl")
                .contains("ran 6");
        if (Natives.reason() == null) {
            String jar = Natives.class
                    .getClassLoader()
                    .getResource("org/bytedeco/dnnl/linux-x86_64/libdnnl.so.3")
                    .getPath();
            String withJar = here + ":" + Path.of(URI.create(jar.substring(0, jar.indexOf("!/"))));
            assertThat(java("Main", withJar, "Plan 9")).contains("plan-9-x86_64");
            Path blocked = Files.writeString(folder.resolve("home"), "a file, so that nothing can be cached in it");
            assertThat(java("Main", withJar, "Linux", "XDG_CACHE_HOME=" + blocked))
                    .contains("loaded")
                    .contains("ran 6");
            assertThat(java("Leaver", withJar, "Linux")).isEqualToIgnoringNewLines("leaving");
        }
    }

    private static String java(String main, String classPath, String system, String... environment) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Dos.name=" + system,
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                classPath,
                NativesTest.class.getName() + "$" + main);
        for (String setting : environment) {
            builder.environment().put(setting.split("=")[0], setting.split("=")[1]);
        }
        Process process = builder.redirectErrorStream(true).start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes());
        assertThat(process.waitFor()).as(said).isZero();
        return said;
    }

    /** Ends the process while another thread's team is at work. */
    static final class Leaver {
        public static void main(String[] args) throws InterruptedException {
            Team.threads(2);
            Thread.ofPlatform().daemon().start(() -> {
                while (true) {
                    Team.run((_, _) -> Thread.onSpinWait());
                }
            });
            Thread.sleep(100);
            System.gc();
            System.out.println("leaving");
        }
    }

    static final class Main {
        public static void main(String[] args) {
            String reason = Natives.reason();
            System.out.println(reason == null ? "loaded" : reason);
            int[] ran = new int[6];
            Team.run(6, (part, _) -> ran[part] = 1);
            System.out.println("ran " + java.util.Arrays.stream(ran).sum());
        }
    }
}
