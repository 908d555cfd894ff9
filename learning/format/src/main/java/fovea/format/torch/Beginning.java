package fovea.format.torch;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;

/** What the first bytes of a file tell: people often save an error page, or half a repository, under a model's name. */
final class Beginning {
    private static final int MOST = 300;

    private Beginning() {}

    static boolean isZip(MemorySegment file) {
        return starts(file, 'P', 'K', 3, 4) || starts(file, 'P', 'K', 5, 6);
    }

    /** Of protocol 2 or later: {@code torch.save} never wrote an older one. */
    static boolean isPickle(MemorySegment file) {
        return starts(file, 0x80);
    }

    static String described(MemorySegment file) {
        if (file.byteSize() == 0) {
            return "it is empty";
        }
        int n = (int) Math.min(MOST, file.byteSize());
        byte[] bytes = file.asSlice(0, n).toArray(ValueLayout.JAVA_BYTE);
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        if (starts(file, 0x1f, 0x8b)) {
            return "it is compressed by gzip; unpack it first";
        }
        if (text.startsWith("version https://git-lfs")) {
            return "it is a pointer of Git LFS; fetch the file itself with git lfs pull";
        }
        if (text.stripLeading().startsWith("<")) {
            return "it is a web page, perhaps of an error";
        }
        if (text.length() > 261 && text.startsWith("ustar", 257)) {
            return "it is a tar archive, as PyTorch 0.1 wrote them; save it again with a later one";
        }
        return "it begins with " + hexadecimal(bytes);
    }

    private static String hexadecimal(byte[] bytes) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < Math.min(8, bytes.length); i++) {
            text.append(i == 0 ? "" : " ").append("%02X".formatted(bytes[i]));
        }
        return text.toString();
    }

    private static boolean starts(MemorySegment file, int... bytes) {
        for (int i = 0; i < bytes.length; i++) {
            if (i >= file.byteSize() || Byte.toUnsignedInt(file.get(ValueLayout.JAVA_BYTE, i)) != bytes[i]) {
                return false;
            }
        }
        return true;
    }
}
