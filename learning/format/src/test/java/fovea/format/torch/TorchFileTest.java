package fovea.format.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import fovea.format.ElementType;
import fovea.format.FormatException;
import fovea.format.NdArray;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class TorchFileTest {
    private static final long[] SQUARE = {2, 2};
    private static final byte[] FOUR = Pickle.floats(1, 2, 3, 4);

    @TempDir
    Path folder;

    private Path file() {
        return folder.resolve("model.pth");
    }

    private void opened(Path file, Consumer<TorchFile> check) {
        try (TorchFile torch = TorchFile.open(file)) {
            check.accept(torch);
        }
    }

    private void refused(Path file, String why) {
        assertThatExceptionOfType(FormatException.class)
                .isThrownBy(() -> TorchFile.open(file).close())
                .withMessageStartingWith(file + ": ")
                .withMessageContaining(why)
                .withMessageContaining("\n  ");
    }

    private void refused(Pickle pickle, String why) {
        refused(pickle.zip(file(), Map.of("data/0", FOUR)), why);
    }

    @ParameterizedTest
    @EnumSource(ElementType.class)
    void whatIsWrittenIsReadBack(ElementType type) {
        SequencedMap<String, NdArray> arrays = new LinkedHashMap<>();
        for (long[] shape : new long[][] {{}, {0, 3}, {5}, {2, 3}, {2, 1, 3, 2}}) {
            byte[] bytes = new byte[(int) type.bytes(shape)];
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = (byte) (7 * i + 1);
            }
            arrays.put("layer." + shape.length + ".weight", NdArray.of(type, shape, MemorySegment.ofArray(bytes)));
        }
        TorchFile.write(file(), arrays);
        opened(file(), torch -> assertThat(torch.arrays()).isEqualTo(arrays));
    }

    @Test
    void writtenTensorsAreAlignedAsPyTorchMapsThem() throws IOException {
        SequencedMap<String, NdArray> arrays = new LinkedHashMap<>();
        arrays.put("a", NdArray.ofFloats(new long[] {3}, 1.5f, 2.5f, 3.5f));
        arrays.put("b", NdArray.ofFloats(new long[] {2}, 7.25f, -7.25f));
        TorchFile.write(file(), arrays);
        byte[] all = Files.readAllBytes(file());
        assertThat(at(all, Pickle.floats(1.5f, 2.5f, 3.5f)) % 64).isZero();
        assertThat(at(all, Pickle.floats(7.25f, -7.25f)) % 64).isZero();
    }

    private static int at(byte[] all, byte[] part) {
        for (int i = 0; i + part.length <= all.length; i++) {
            if (Arrays.equals(all, i, i + part.length, part, 0, part.length)) {
                return i;
            }
        }
        throw new AssertionError("not there");
    }

    @Test
    void packedTensorsAreNotCopiedAndViewsAre() {
        Pickle pickle = Pickle.of()
                .raw("}(")
                .text("w")
                .tensor("FloatStorage", "0", 4, SQUARE, 2, 1)
                .text("t")
                .tensor("FloatStorage", "0", 4, SQUARE, 1, 2)
                .text("last")
                .name("torch._utils", "_rebuild_tensor_v2")
                .raw("(")
                .storage("FloatStorage", "0", 4)
                .view(3, new long[] {2}, 0)
                .raw("u");
        opened(pickle.zip(file(), Map.of("data/0", FOUR)), torch -> {
            assertThat(torch.arrays().get("w").toFloats()).containsExactly(1, 2, 3, 4);
            assertThat(torch.arrays().get("w").data().isMapped()).isTrue();
            assertThat(torch.arrays().get("t").toFloats()).containsExactly(1, 3, 2, 4);
            assertThat(torch.arrays().get("t").data().isMapped()).isFalse();
            assertThat(torch.arrays().get("last").toFloats()).containsExactly(4, 4);
        });
    }

    @Test
    void afterClosingMappedTensorsAreReadNoMore() {
        Path file = Pickle.of().tensor("FloatStorage", "0", 4, SQUARE, 2, 1).zip(file(), Map.of("data/0", FOUR));
        TorchFile torch = TorchFile.open(file);
        NdArray array = torch.arrays().get("");
        torch.close();
        torch.close();
        assertThatIllegalStateException()
                .isThrownBy(array::toFloats)
                .withMessageContaining("after its file was closed");
    }

    @Test
    void bigEndianArchivesAreTurnedAround() {
        Pickle pickle = Pickle.of()
                .raw("}(")
                .text("f")
                .tensor("FloatStorage", "0", 2, new long[] {2}, 1)
                .text("c")
                .tensor("ComplexFloatStorage", "1", 1, new long[] {1}, 1)
                .text("i")
                .tensor("LongStorage", "2", 1, new long[] {}, new long[] {})
                .text("h")
                .tensor("HalfStorage", "3", 2, new long[] {2}, 0)
                .raw("u");
        Map<String, byte[]> entries = Map.of(
                "byteorder", "big".getBytes(StandardCharsets.US_ASCII),
                "data/0", ByteBuffer.allocate(8).putFloat(1.5f).putFloat(-2).array(),
                "data/1", ByteBuffer.allocate(8).putFloat(3).putFloat(4).array(),
                "data/2", ByteBuffer.allocate(8).putLong(-5).array(),
                "data/3",
                        ByteBuffer.allocate(4)
                                .putShort((short) 0x3c00)
                                .putShort((short) 0)
                                .array());
        opened(pickle.zip(file(), entries), torch -> {
            assertThat(torch.arrays().get("f").toFloats()).containsExactly(1.5f, -2);
            assertThat(torch.arrays().get("c").toParts()).containsExactly(3, 4);
            assertThat(torch.arrays().get("i").toLongs()).containsExactly(-5);
            assertThat(torch.arrays().get("h").toFloats()).containsExactly(1, 1);
        });
        refused(Pickle.of().raw("}").zip(file(), Map.of("byteorder", new byte[] {'m'})), "in order 'm'");
    }

    @Test
    void untypedStoragesTakeTheirTypeFromTheTensor() {
        Pickle pickle = Pickle.of()
                .name("torch._utils", "_rebuild_tensor_v3")
                .raw("((")
                .text("storage")
                .name("torch.storage", "UntypedStorage")
                .text("0")
                .text("cpu")
                .whole(6)
                .raw("tQ")
                .whole(1)
                .tuple(2)
                .tuple(1)
                .code(0x89)
                .name("collections", "OrderedDict")
                .raw(")R")
                .name("torch", "uint16")
                .raw("tR");
        opened(pickle.zip(file(), Map.of("data/0", new byte[] {1, 0, 2, 0, (byte) 255, (byte) 255})), torch -> {
            assertThat(torch.arrays().get("").type()).isEqualTo(ElementType.U16);
            assertThat(torch.arrays().get("").toLongs()).containsExactly(2, 65535);
        });
    }

    @Test
    void oldStreamsMayHaveNamedPartsOfStorages() {
        Pickle pickle = Pickle.of()
                .name("torch._utils", "_rebuild_tensor")
                .raw("((")
                .text("storage")
                .name("torch", "FloatStorage")
                .text("k")
                .text("cpu")
                .whole(4)
                .raw("(")
                .text("part")
                .whole(1)
                .whole(3)
                .raw("ttQ")
                .whole(1)
                .tuple(2)
                .tuple(1)
                .raw("tR");
        byte[] storage = Pickle.little(24).putLong(4).put(FOUR).array();
        opened(
                pickle.stream(file(), storage, "k"),
                torch -> assertThat(torch.arrays().get("").toFloats()).containsExactly(3, 4));
    }

    @Test
    void streamsWhoseStoragesDoNotFitAreRefused() {
        byte[] storage = Pickle.little(24).putLong(4).put(FOUR).array();
        Pickle pickle = Pickle.of().tensor("FloatStorage", "k", 4, SQUARE, 2, 1);
        byte[] good = pickle.end();
        opened(
                again(good).stream(file(), storage, "k"),
                torch -> assertThat(torch.arrays()).hasSize(1));
        refused(again(good).stream(file(), storage), "refers to 1 storages and holds 0");
        refused(again(good).stream(file(), storage, "k", "k"), "'k', which it has twice");
        refused(again(good).stream(file(), storage, "x"), "'x', which nothing refers to");
        refused(again(good).stream(file(), Arrays.copyOf(storage, 23), "k"), "cut off");
        refused(again(good).stream(file(), Arrays.copyOf(storage, 25), "k"), "goes on after its last storage");
        refused(again(good).stream(file(), Pickle.little(24).putLong(3).array(), "k"), "3 elements");
    }

    private static Pickle again(byte[] pickle) {
        return new Pickle()
                .code(IntStream.range(0, pickle.length - 1).map(i -> pickle[i]).toArray());
    }

    @Test
    void namesAreDottedPathsThroughDictionariesListsAndTuples() {
        Pickle pickle = Pickle.of()
                .raw("}(")
                .text("a")
                .raw("}(")
                .whole(7)
                .raw("](I00\nF2.5\nNeu")
                .text("b.c")
                .raw("(")
                .text("x")
                .name("torch", "float32")
                .name("torch", "device")
                .raw("(")
                .text("cuda")
                .raw("I1\ntRtu");
        opened(
                pickle.zip(file()),
                torch -> assertThat(torch.scalars())
                        .containsExactly(
                                Map.entry("a.7.0", new TorchScalar.Truth(false)),
                                Map.entry("a.7.1", new TorchScalar.Real(2.5)),
                                Map.entry("a.7.2", new TorchScalar.None()),
                                Map.entry("b.c.0", new TorchScalar.Text("x")),
                                Map.entry("b.c.1", new TorchScalar.Text("torch.float32")),
                                Map.entry("b.c.2", new TorchScalar.Text("cuda:1"))));
    }

    @Test
    void keysAreThoseOfPython() {
        Pickle pickle = Pickle.of().raw("}(I1\nI10\nI01\nI20\nNI30\nI00\nI40\nu");
        opened(
                pickle.zip(file()),
                torch -> assertThat(torch.scalars())
                        .containsExactly(
                                Map.entry("1", new TorchScalar.Whole(BigInteger.valueOf(20))),
                                Map.entry("None", new TorchScalar.Whole(BigInteger.valueOf(30))),
                                Map.entry("False", new TorchScalar.Whole(BigInteger.valueOf(40)))));
        refused(Pickle.of().raw("}(I1\nI10\n").text("1").raw("I20\nu"), "two values called '1'");
        refused(Pickle.of().raw("}(]I10\nu"), "a key of a dictionary is a list");
    }

    /** What surrounds tensors in checkpoints of real programs, and is given to nobody. */
    @Test
    void setsBytesAndAttributesArePassedOver() {
        Pickle good = Pickle.of()
                .name("collections", "OrderedDict")
                .raw(")R(")
                .text("set")
                .name("__builtin__", "set")
                .raw("(](I1\nI2\netR")
                .text("bytes")
                .name("_codecs", "encode")
                .raw("(")
                .text("ab")
                .text("latin1")
                .raw("tR")
                .text("w")
                .tensor("FloatStorage", "0", 4, SQUARE, 2, 1)
                .raw("u}")
                .text("_metadata")
                .name("collections", "OrderedDict")
                .raw(")Rsb");
        opened(good.zip(file(), Map.of("data/0", FOUR)), torch -> {
            assertThat(torch.arrays()).containsOnlyKeys("w");
            assertThat(torch.scalars()).isEmpty();
        });
    }

    @ParameterizedTest
    @CsvSource({
        "posix, system",
        "builtins, eval",
        "torch, load",
        "torch.nn.modules.linear, Linear",
        "numpy, ndarray",
        "torch.cuda, UntypedStorage",
        "torch, IntStorag",
        "collections, OrderedDictX",
        "copyreg, _reconstructor",
    })
    void namesThatAreNotKnownAreRefusedWhereverTheyStand(String module, String name) {
        String why = "asks for " + module + "." + name;
        refused(Pickle.of().name(module, name), why);
        refused(Pickle.of().raw("(").name(module, name).raw("1N"), why);
        refused(Pickle.of().text(module).text(name).code(0x93), why);
        refused(Pickle.of().raw("(i" + module + "\n" + name + "\n"), why);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u0085 => takes more from its stack",
                "0 => no mark",
                "(I1\nd => a key without a value",
                "NI1\na => appends to None",
                "NI1\nI1\ns => sets an item of None",
                "h\1 => refers to memo 1",
                "I0x\n => '0x'",
                "F1f\n => '1f'",
                "FInfinity\n => 'Infinity'",
                "Pname\n => by a line of text",
                "I1\nQ => refers to a whole number",
                "NN\u0081 => calls None",
                "ccollections\nOrderedDict\nI1\nR => expected a tuple",
                "ccollections\nOrderedDict\n(I1\nI2\ntR => expected at most 1",
                "N}b => sets the state of None",
                "Sabc\n => without quotes",
                "V\\u0041\n => escapes of protocol 0",
                "U\5ab => cut off",
            })
    void picklesThatMakeNoSenseAreRefused(String both) {
        String[] parts = both.split(" => ");
        refused(Pickle.of().code(parts[0].chars().toArray()), parts[1]);
    }

    @Test
    void tensorsThatDoNotLieInTheirStorageAreRefused() {
        refused(Pickle.of().tensor("FloatStorage", "0", 4, new long[] {5}, 1), "reach element 5 of a storage of 4");
        refused(Pickle.of().tensor("FloatStorage", "0", 4, SQUARE, 3, 1), "reach element 5");
        refused(Pickle.of().tensor("FloatStorage", "0", 4, SQUARE, 2), "different lengths");
        refused(Pickle.of().tensor("FloatStorage", "0", 4, new long[] {-1}, 1), "0 or more");
        refused(Pickle.of().tensor("FloatStorage", "0", 4, SQUARE, Long.MAX_VALUE, 1), "impossible");
        refused(Pickle.of().tensor("FloatStorage", "0", 4, new long[] {1L << 62, 4}, 0, 0), "impossible");
        refused(
                Pickle.of().tensor("FloatStorage", "0", 3, new long[] {3}, 1),
                "16 bytes of the storage '0': expected 12");
        refused(Pickle.of().tensor("DoubleStorage", "0", 4, SQUARE, 2, 1), "expected 32");
        refused(
                Pickle.of().tensor("FloatStorage", "0", Long.MAX_VALUE, SQUARE, 2, 1),
                "refers to a storage of 9223372036854775807 × F32");
        refused(Pickle.of().tensor("FloatStorage", "../data.pkl", 4, SQUARE, 2, 1), "holds nothing named");
    }

    /** Short pickles that would be long in memory or take forever. */
    @Test
    void bombsEndAtOnce() {
        Pickle laughs = Pickle.of().raw("]q").code(0);
        for (int i = 1; i < 30; i++) {
            laughs.raw("](");
            for (int j = 0; j < 10; j++) {
                laughs.code('h', i - 1);
            }
            laughs.raw("eq").code(i);
        }
        quick(laughs, "stands for more than 1000000 values");
        quick(Pickle.of().raw("(".repeat(4_000_000)), "makes more than 3000000 values");
        quick(Pickle.of().raw("N" + "2".repeat(4_000_000)), "makes more than 3000000 values");
        quick(Pickle.of().raw("]" + "q\0".repeat(4_000_000)), "makes more than 3000000 values");
        quick(Pickle.of().raw("]".repeat(300_000) + "a".repeat(299_999)), "nested deeper than 100");
        quick(Pickle.of().raw("]q\0h\0a"), "holds itself");
    }

    /** A list of 2000 pairs, made a dictionary again and again by a few bytes. */
    @Test
    void namesAreNotCalledForFree() {
        Pickle pickle = Pickle.of().raw("](");
        for (int i = 0; i < 2000; i++) {
            pickle.raw("(I" + i + "\nNt");
        }
        pickle.raw("eq\0").name("collections", "OrderedDict").raw("q\1");
        quick(pickle.raw("h\1(h\0tR0".repeat(100_000)), "makes more than 3000000 values");
    }

    /** Long keys on the way to 2000 leaves. */
    @Test
    void namesMayNotFillTheMemory() {
        Pickle pickle = Pickle.of();
        for (int i = 0; i < 50; i++) {
            pickle.raw("}").text("k".repeat(9_000));
        }
        pickle.raw("](" + "N".repeat(2000) + "e" + "s".repeat(50));
        quick(pickle, "has names of more than");
    }

    private void quick(Pickle pickle, String why) {
        long start = System.nanoTime();
        refused(pickle.zip(file()), why);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
    }

    @Test
    void viewsThatWouldFillTheMemoryAreRefused() {
        refused(
                Pickle.of().tensor("FloatStorage", "0", 4, new long[] {1 << 20, 1 << 20}, 0, 0),
                "views that take more than");
    }

    @ParameterizedTest
    @CsvSource({
        "'', it is empty",
        "'<!DOCTYPE html>', it is a web page",
        "'version https://git-lfs.github.com/spec/v1', it is a pointer of Git LFS",
        "'abcdefghijk', it begins with 61 62 63 64 65 66 67 68",
    })
    void whatIsNoSuchFileIsSaidToBeWhatItIs(String content, String why) throws IOException {
        refused(Files.writeString(file(), content), "is no PyTorch file: " + why);
    }

    @Test
    void programsAreRefused() {
        refused(Pickle.of().raw("}").zip(file(), Map.of("constants.pkl", new byte[0])), "TorchScript");
    }
}
