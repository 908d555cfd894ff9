package fovea.conformance.files;

import fovea.format.CsvTable;
import fovea.format.ElementType;
import fovea.format.FormatException;
import fovea.format.Idx;
import fovea.format.NdArray;
import fovea.format.Npy;
import fovea.format.Npz;
import fovea.format.Safetensors;
import fovea.format.ShardedSafetensors;
import fovea.format.Zip;
import fovea.format.torch.TorchFile;
import fovea.onnx.OnnxFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** One small file of each kind that is read, made here. */
final class FuzzSubjects {
    /** Magic number, version and machine of a PyTorch stream, each a pickle. */
    private static final int[] STREAM_START = {
        0x80, 2, 0x8a, 10, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19, '.', 0x80, 2, 'M', 0xe9, 3, '.',
        0x80, 2, '}', '.'
    };

    private final Path folder;

    private FuzzSubjects(Path folder) {
        this.folder = folder;
    }

    /**
     * All of them.
     *
     * @param folder where files are written on the way
     */
    static List<FuzzSubject> in(Path folder) {
        return Stream.concat(new FuzzSubjects(folder).all().stream(), DataSubjects.in(folder).stream())
                .toList();
    }

    private List<FuzzSubject> all() {
        byte[] npy = npy();
        byte[] torch = written("x.pth", file -> TorchFile.write(file, arrays()));
        byte[] pickle = pickle();
        byte[] safetensors = written("x.safetensors", file -> Safetensors.write(file, arrays(), Map.of("epoch", "3")));
        return List.of(
                new FuzzSubject("npy", npy, FuzzSubjects::readNpy),
                new FuzzSubject("npy, Fortran, big-endian", fortran(), FuzzSubjects::readNpy),
                new FuzzSubject("npz", zip(Map.of("a.npy", npy)), FuzzSubjects::readNpz),
                new FuzzSubject("npz, its array", npy, part -> zip(Map.of("a.npy", part)), FuzzSubjects::readNpz),
                new FuzzSubject("safetensors", safetensors, FuzzSubjects::readSafetensors),
                new FuzzSubject(
                        "safetensors, its header",
                        header(safetensors),
                        part -> headed(part, safetensors),
                        FuzzSubjects::readSafetensors),
                new FuzzSubject("safetensors, their index", index(), FuzzSubjects::readIndex),
                new FuzzSubject("pth", torch, FuzzSubjects::readTorch),
                new FuzzSubject("pth, its pickle", pickle, part -> zip(entries(part)), FuzzSubjects::readTorch),
                new FuzzSubject("pth, stream", stream(pickle), FuzzSubjects::readTorch),
                new FuzzSubject("onnx", onnx(), FuzzSubjects::readOnnx),
                new FuzzSubject("idx", idx(), file -> touch(Idx.read(file))),
                new FuzzSubject("csv", "a,b\n1,\"x,\"\"y\"\n2,3\n".getBytes(StandardCharsets.UTF_8), CsvTable::read));
    }

    private static SequencedMap<String, NdArray> arrays() {
        SequencedMap<String, NdArray> arrays = new LinkedHashMap<>();
        arrays.put("conv.weight", NdArray.ofFloats(new long[] {2, 3}, 1, 2, 3, 4, 5, 6));
        arrays.put("conv.bias", NdArray.of(ElementType.BF16, new long[] {4}, MemorySegment.ofArray(new byte[8])));
        arrays.put("steps", NdArray.ofLongs(new long[] {}, 7));
        arrays.put("mask", NdArray.of(ElementType.U16, new long[] {2}, MemorySegment.ofArray(new byte[4])));
        return arrays;
    }

    private byte[] npy() {
        return written("x.npy", file -> Npy.write(file, NdArray.ofFloats(new long[] {2, 3}, 1, 2, 3, 4, 5, 6)));
    }

    private byte[] fortran() {
        String text = new String(npy(), StandardCharsets.ISO_8859_1);
        return text.replace("False", "True ").replace("<f4", ">f4").getBytes(StandardCharsets.ISO_8859_1);
    }

    private byte[] written(String name, Consumer<Path> write) {
        Path file = folder.resolve(name);
        write.accept(file);
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private byte[] pickle() {
        Path file = folder.resolve("x.pth");
        try (Zip zip = Zip.open(file)) {
            return zip.bytes("archive/data.pkl").toArray(ValueLayout.JAVA_BYTE);
        }
    }

    private static Map<String, byte[]> entries(byte[] pickle) {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        entries.put("archive/data.pkl", pickle);
        int key = 0;
        for (NdArray array : arrays().values()) {
            entries.put("archive/data/" + key++, array.toBytes());
        }
        return entries;
    }

    private static byte[] stream(byte[] pickle) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int each : STREAM_START) {
            out.write(each);
        }
        out.writeBytes(pickle);
        out.writeBytes(new byte[] {(byte) 0x80, 2, ']', '('});
        for (int key = 0; key < arrays().size(); key++) {
            out.writeBytes(new byte[] {'X', 1, 0, 0, 0, (byte) ('0' + key)});
        }
        out.writeBytes(new byte[] {'e', '.'});
        for (NdArray array : arrays().values()) {
            // Of the one type that has no storage of its own, bytes are counted.
            long count = array.type() == ElementType.U16 ? array.toBytes().length : array.count();
            out.writeBytes(little(count));
            out.writeBytes(array.toBytes());
        }
        return out.toByteArray();
    }

    private static byte[] little(long number) {
        return ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(number)
                .array();
    }

    private static byte[] header(byte[] safetensors) {
        int length = (int)
                ByteBuffer.wrap(safetensors).order(ByteOrder.LITTLE_ENDIAN).getLong();
        return Arrays.copyOfRange(safetensors, 8, 8 + length);
    }

    /** The header under its own length, before the data of the whole file. */
    private static byte[] headed(byte[] header, byte[] whole) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(little(header.length));
        out.writeBytes(header);
        int data = 8 + header(whole).length;
        out.write(whole, data, whole.length - data);
        return out.toByteArray();
    }

    /** {@code y = Relu(x + w)} of two numbers, field by field: each a tag and a length, or a number. */
    private static byte[] onnx() {
        byte[] float2 = field(1, join(number(1, 1), field(2, field(1, number(1, 2)))));
        byte[] sum = join(field(1, "x"), field(1, "w"), field(2, "s"), field(4, "Add"));
        byte[] relu = join(field(1, "s"), field(2, "y"), field(4, "Relu"));
        byte[] w = join(number(1, 2), number(2, 1), field(8, "w"), field(9, new byte[8]));
        byte[] graph = join(
                field(1, sum),
                field(1, relu),
                field(2, "g"),
                field(5, w),
                field(11, join(field(1, "x"), field(2, float2))),
                field(12, join(field(1, "y"), field(2, float2))));
        return join(number(1, 8), field(7, graph), field(8, number(2, 17)));
    }

    private static byte[] number(int field, int value) {
        return new byte[] {(byte) (field << 3), (byte) value};
    }

    private static byte[] field(int field, String text) {
        return field(field, text.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] field(int field, byte[] content) {
        boolean isLong = content.length > 127;
        byte[] length = isLong
                ? new byte[] {(byte) ((content.length & 127) | 128), (byte) (content.length >> 7)}
                : new byte[] {(byte) content.length};
        return join(new byte[] {(byte) (field << 3 | 2)}, length, content);
    }

    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    private static void readOnnx(Path file) {
        if (OnnxFile.read(file).outputs().isEmpty()) {
            throw new FormatException(file, "has no output", "a network of none is of no use here");
        }
    }

    private static byte[] index() {
        return """
            {"metadata": {"total_size": 12}, "weight_map": {"conv.weight": "x.safetensors", "steps": "x.safetensors"}}\
            """.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] idx() {
        byte[] idx = new byte[4 + 12 + 24];
        System.arraycopy(new byte[] {0, 0, 8, 3, 0, 0, 0, 4, 0, 0, 0, 3, 0, 0, 0, 2}, 0, idx, 0, 16);
        return idx;
    }

    private static byte[] zip(Map<String, byte[]> entries) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            for (Map.Entry<String, byte[]> each : entries.entrySet()) {
                CRC32 crc = new CRC32();
                crc.update(each.getValue());
                ZipEntry entry = new ZipEntry(each.getKey());
                entry.setMethod(ZipEntry.STORED);
                entry.setSize(each.getValue().length);
                entry.setCrc(crc.getValue());
                entry.setTime(0);
                zip.putNextEntry(entry);
                zip.write(each.getValue());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private static void readNpy(Path file) {
        touch(Npy.read(file));
    }

    private static void readNpz(Path file) {
        try (Npz npz = Npz.open(file)) {
            npz.names().forEach(name -> touch(npz.array(name)));
        }
    }

    private static void readSafetensors(Path file) {
        try (Safetensors open = Safetensors.open(file)) {
            open.arrays().values().forEach(FuzzSubjects::touch);
        }
    }

    private static void readIndex(Path file) {
        try (ShardedSafetensors open = ShardedSafetensors.open(file)) {
            open.arrays().values().forEach(FuzzSubjects::touch);
        }
    }

    private static void readTorch(Path file) {
        try (TorchFile open = TorchFile.open(file)) {
            open.arrays().values().forEach(FuzzSubjects::touch);
        }
    }

    /** Reads the first and the last element: they are there. */
    private static void touch(NdArray array) {
        long bytes = array.data().byteSize();
        if (bytes != array.type().bytes(array.shape())) {
            throw new IllegalStateException(array + " has " + bytes + " bytes");
        }
        if (bytes > 0) {
            array.data().get(ValueLayout.JAVA_BYTE, 0);
            array.data().get(ValueLayout.JAVA_BYTE, bytes - 1);
        }
    }
}
