package fovea.format.torch;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** A pickle made opcode by opcode, and the files around it. */
final class Pickle {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    /** One of protocol 2. */
    static Pickle of() {
        return new Pickle().code(0x80, 2);
    }

    Pickle code(int... codes) {
        for (int code : codes) {
            bytes.write(code);
        }
        return this;
    }

    /** ASCII as it stands: opcodes that are letters, lines. */
    Pickle raw(String ascii) {
        bytes.writeBytes(ascii.getBytes(StandardCharsets.US_ASCII));
        return this;
    }

    Pickle text(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        bytes.write('X');
        bytes.writeBytes(little(4).putInt(utf8.length).array());
        bytes.writeBytes(utf8);
        return this;
    }

    Pickle whole(long number) {
        code(0x8a, 8);
        bytes.writeBytes(little(8).putLong(number).array());
        return this;
    }

    Pickle tuple(long... numbers) {
        raw("(");
        for (long number : numbers) {
            whole(number);
        }
        return raw("t");
    }

    Pickle name(String module, String name) {
        return raw("c" + module + "\n" + name + "\n");
    }

    /** The reference to a storage. */
    Pickle storage(String kind, String key, long count) {
        return raw("(").text("storage")
                .name("torch", kind)
                .text(key)
                .text("cuda:0")
                .whole(count)
                .raw("tQ");
    }

    /** A tensor as PyTorch writes it; everything after the storage. */
    Pickle view(long offset, long[] shape, long... strides) {
        return whole(offset)
                .tuple(shape)
                .tuple(strides)
                .code(0x89)
                .name("collections", "OrderedDict")
                .raw(")RtR");
    }

    Pickle tensor(String kind, String key, long count, long[] shape, long... strides) {
        return name("torch._utils", "_rebuild_tensor_v2")
                .raw("(")
                .storage(kind, key, count)
                .view(0, shape, strides);
    }

    byte[] end() {
        return code('.').bytes.toByteArray();
    }

    /** An archive around the pickle, with these further entries. */
    Path zip(Path file, Map<String, byte[]> others) {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        entries.put("data.pkl", end());
        entries.putAll(others);
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            for (Map.Entry<String, byte[]> each : entries.entrySet()) {
                CRC32 crc = new CRC32();
                crc.update(each.getValue());
                ZipEntry entry = new ZipEntry("model/" + each.getKey());
                entry.setMethod(ZipEntry.STORED);
                entry.setSize(each.getValue().length);
                entry.setCrc(crc.getValue());
                zip.putNextEntry(entry);
                zip.write(each.getValue());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return file;
    }

    Path zip(Path file) {
        return zip(file, Map.of());
    }

    /** A stream with the pickle, the keys of its storages, and what follows them. */
    Path stream(Path file, byte[] after, String... keys) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(new Pickle()
                .code(0x80, 2, 0x8a, 10, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19)
                .end());
        all.writeBytes(Pickle.of().code('M', 0xe9, 3).end());
        all.writeBytes(
                Pickle.of().raw("}").text("little_endian").code(0x88).raw("s").end());
        all.writeBytes(end());
        Pickle list = Pickle.of().raw("](");
        for (String key : keys) {
            list.text(key);
        }
        all.writeBytes(list.raw("e").end());
        all.writeBytes(after);
        try {
            return Files.write(file, all.toByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static ByteBuffer little(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }

    static byte[] floats(float... values) {
        ByteBuffer buffer = little(4 * values.length);
        for (float value : values) {
            buffer.putFloat(value);
        }
        return buffer.array();
    }
}
