package fovea.format.torch;

import fovea.format.ElementType;
import fovea.format.NdArray;
import fovea.format.WholeFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.Map;
import java.util.SequencedMap;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Writes what {@code torch.save} makes of a model's state: an ordered dictionary of tensors, each on a storage of its own. */
final class TorchWriter {
    private static final String ROOT = "archive/";
    /** As PyTorch aligns storages, so that it can map them. */
    private static final int ALIGNMENT = 64;

    private static final int LOCAL_BYTES = 30;
    private static final int EXTRA_BYTES = 4;
    private static final LocalDateTime NO_DATE = LocalDateTime.of(1980, 2, 1, 0, 0);

    private final ZipOutputStream out;
    private long at;

    private TorchWriter(OutputStream out) {
        this.out = new ZipOutputStream(out);
    }

    static void write(Path file, SequencedMap<String, NdArray> arrays) {
        byte[] pickle = pickle(arrays);
        WholeFile.write(file, out -> new TorchWriter(out).write(pickle, arrays));
    }

    private void write(byte[] pickle, SequencedMap<String, NdArray> arrays) throws IOException {
        entry("data.pkl", pickle);
        entry("byteorder", ascii("little"));
        int key = 0;
        for (NdArray array : arrays.values()) {
            entry("data/" + key++, array.data().toArray(ValueLayout.JAVA_BYTE));
        }
        entry("version", ascii("3\n"));
        out.finish();
    }

    private void entry(String name, byte[] bytes) throws IOException {
        CRC32 crc = new CRC32();
        crc.update(bytes);
        ZipEntry entry = new ZipEntry(ROOT + name);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(bytes.length);
        entry.setCrc(crc.getValue());
        entry.setTimeLocal(NO_DATE);
        int header = LOCAL_BYTES + ROOT.length() + name.length() + EXTRA_BYTES;
        byte[] extra = new byte[EXTRA_BYTES + (int) (-(at + header) & (ALIGNMENT - 1))];
        extra[0] = 'F'; // PyTorch's own mark of padding
        extra[1] = 'B';
        extra[2] = (byte) (extra.length - EXTRA_BYTES);
        Arrays.fill(extra, EXTRA_BYTES, extra.length, (byte) 'Z');
        entry.setExtra(extra);
        out.putNextEntry(entry);
        out.write(bytes);
        out.closeEntry();
        at += header - EXTRA_BYTES + extra.length + bytes.length;
    }

    /** Protocol 2, in the opcodes and order of {@code torch.save}. */
    private static byte[] pickle(Map<String, NdArray> arrays) {
        ByteArrayOutputStream pickle = new ByteArrayOutputStream();
        pickle.writeBytes(new byte[] {(byte) 0x80, 2});
        pickle.writeBytes(ascii("ccollections\nOrderedDict\n)R("));
        int key = 0;
        for (Map.Entry<String, NdArray> entry : arrays.entrySet()) {
            text(pickle, entry.getKey());
            tensor(pickle, Integer.toString(key++), entry.getValue());
        }
        pickle.writeBytes(ascii("u."));
        return pickle.toByteArray();
    }

    private static void tensor(ByteArrayOutputStream pickle, String key, NdArray array) {
        StorageType storage = storage(array.type());
        boolean isTyped = storage != StorageType.UNTYPED;
        pickle.writeBytes(ascii("ctorch._utils\n_rebuild_tensor_v%s\n((".formatted(isTyped ? 2 : 3)));
        text(pickle, "storage");
        String name = storage.pythonName().substring("torch.".length());
        pickle.writeBytes(ascii("c%s\n%s\n".formatted(isTyped ? "torch" : "torch.storage", name)));
        text(pickle, key);
        text(pickle, "cpu");
        whole(pickle, array.data().byteSize() / storage.type().width());
        pickle.writeBytes(ascii("tQ"));
        whole(pickle, 0);
        wholes(pickle, array.shape());
        wholes(pickle, strides(array.shape()));
        pickle.write(0x89); // needs no gradient
        pickle.writeBytes(ascii("ccollections\nOrderedDict\n)R"));
        if (!isTyped) {
            pickle.writeBytes(ascii("ctorch\n%s\n".formatted(Known.nameOf(array.type()))));
        }
        pickle.writeBytes(ascii("tR"));
    }

    private static StorageType storage(ElementType type) {
        for (StorageType storage : StorageType.values()) {
            if (storage.type() == type) {
                return storage;
            }
        }
        return StorageType.UNTYPED;
    }

    private static long[] strides(long[] shape) {
        long[] strides = new long[shape.length];
        long step = 1;
        for (int axis = shape.length - 1; axis >= 0; axis--) {
            strides[axis] = step;
            step *= Math.max(1, shape[axis]); // as PyTorch counts in empty tensors
        }
        return strides;
    }

    private static void text(ByteArrayOutputStream pickle, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        pickle.write('X');
        little(pickle, bytes.length, 4);
        pickle.writeBytes(bytes);
    }

    private static void wholes(ByteArrayOutputStream pickle, long[] numbers) {
        pickle.write('(');
        for (long number : numbers) {
            whole(pickle, number);
        }
        pickle.write('t');
    }

    private static void whole(ByteArrayOutputStream pickle, long number) {
        pickle.write(0x8a); // two's complement of so many bytes
        pickle.write(8);
        little(pickle, number, 8);
    }

    private static void little(ByteArrayOutputStream pickle, long number, int bytes) {
        for (int i = 0; i < bytes; i++) {
            pickle.write((int) (number >> (8 * i)));
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
