package fovea.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Bytes as Protocol Buffers' own description of the wire format has them, and as nobody should write them. */
class ProtobufTest {
    private static final Path FILE = Path.of("x.pb");

    private static Protobuf of(int... bytes) {
        byte[] all = new byte[bytes.length];
        for (int i = 0; i < all.length; i++) {
            all[i] = (byte) bytes[i];
        }
        return Protobuf.of(FILE, MemorySegment.ofArray(all));
    }

    @Test
    void theExamplesOfTheDescriptionAreRead() {
        Protobuf number = of(0x08, 0x96, 0x01);
        assertThat(number.next()).isTrue();
        assertThat(number.field()).isEqualTo(1);
        assertThat(number.whole()).isEqualTo(150);
        assertThat(number.next()).isFalse();
        Protobuf text = of(0x12, 0x07, 0x74, 0x65, 0x73, 0x74, 0x69, 0x6e, 0x67);
        assertThat(text.next()).isTrue();
        assertThat(text.field()).isEqualTo(2);
        assertThat(text.text()).isEqualTo("testing");
        Protobuf nested = of(0x1a, 0x03, 0x08, 0x96, 0x01);
        assertThat(nested.next()).isTrue();
        Protobuf inner = nested.message();
        assertThat(inner.next()).isTrue();
        assertThat(inner.whole()).isEqualTo(150);
    }

    @Test
    void numbersMayBePackedOrNot() {
        Protobuf packed = of(0x32, 0x06, 0x03, 0x8e, 0x02, 0x9e, 0xa7, 0x05, 0x30, 0x07);
        packed.next();
        RepeatedNumbers all = new RepeatedNumbers();
        packed.wholes(all);
        assertThat(all.toArray()).containsExactly(3, 270, 86942);
        packed.next();
        packed.wholes(all);
        assertThat(all.toArray()).containsExactly(3, 270, 86942, 7);
    }

    /** Room doubles: were it made anew for each number, a file of two megabytes would take hours. */
    @Test
    @Timeout(20)
    void aMillionNumbersThatComeOneByOneAreReadAtOnce() {
        byte[] bytes = new byte[2_000_000];
        for (int i = 0; i < bytes.length; i += 2) {
            bytes[i] = 0x30;
            bytes[i + 1] = 5;
        }
        Protobuf message = Protobuf.of(FILE, MemorySegment.ofArray(bytes));
        RepeatedNumbers all = new RepeatedNumbers();
        while (message.next()) {
            message.wholes(all);
        }
        assertThat(all.toArray()).hasSize(1_000_000).containsOnly(5);
    }

    @Test
    void negativeNumbersTakeTenBytesAndFloatsFour() {
        byte[] bytes = new ProtobufWriter().whole(1, -2).single(2, -0.5f).toBytes();
        assertThat(bytes).hasSize(11 + 5);
        Protobuf message = Protobuf.of(FILE, MemorySegment.ofArray(bytes));
        message.next();
        assertThat(message.whole()).isEqualTo(-2);
        message.next();
        assertThat(message.single()).isEqualTo(-0.5f);
    }

    @Test
    void whatRunsOverTheEndIsRefused() {
        assertThatThrownBy(() -> of(0x12, 0x07, 0x74).next())
                .isInstanceOf(FormatException.class)
                .hasMessageContaining("needs 7 bytes and 1 are left");
        assertThatThrownBy(() -> of(0x12, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01)
                        .next())
                .isInstanceOf(FormatException.class)
                .hasMessageContaining("18446744073709551615 bytes");
        assertThatThrownBy(() -> of(0x08, 0x96).next()).isInstanceOf(FormatException.class);
    }

    @Test
    void anEndlessNumberAndAnUnknownWireTypeAreRefused() {
        assertThatThrownBy(() -> of(0x08, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x01)
                        .next())
                .hasMessageContaining("longer than ten bytes");
        assertThatThrownBy(() -> of(0x0b).next()).hasMessageContaining("wire type 3");
        assertThatThrownBy(() -> of(0x00).next()).hasMessageContaining("the number 0");
    }

    @Test
    void messagesDeepInEachOtherAreRefusedBeforeTheStackIsFull() {
        ProtobufWriter deep = new ProtobufWriter();
        for (int i = 0; i < 200; i++) {
            deep = new ProtobufWriter().message(1, deep);
        }
        MemorySegment bytes = MemorySegment.ofArray(deep.toBytes());
        assertThatThrownBy(() -> descend(Protobuf.of(FILE, bytes))).hasMessageContaining("more than 100 deep");
    }

    private static void descend(Protobuf message) {
        while (message.next()) {
            descend(message.message());
        }
    }

    /** Arrays of many sizes, in a message in a message: whole where they stay as they are and where they are copied. */
    @Test
    void largeArraysComeBackBetweenSmallOnes() throws IOException {
        ProtobufWriter inner = new ProtobufWriter().whole(1, 3);
        int[] sizes = {5, 4095, 4096, 10_000, 0, 7, 70_000};
        for (int size : sizes) {
            inner.bytes(2, new byte[size]).whole(1, size);
        }
        ProtobufWriter outer = new ProtobufWriter().message(3, inner).text(4, "end");
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        outer.writeTo(out);
        assertThat(out.toByteArray()).isEqualTo(outer.toBytes()).hasSize((int) outer.size());

        Protobuf read = Protobuf.of(FILE, MemorySegment.ofArray(outer.toBytes()));
        assertThat(read.next()).isTrue();
        Protobuf message = read.message();
        message.next();
        assertThat(message.whole()).isEqualTo(3);
        for (int size : sizes) {
            message.next();
            assertThat(message.bytes().byteSize()).isEqualTo(size);
            message.next();
            assertThat(message.whole()).isEqualTo(size);
        }
        assertThat(message.next()).isFalse();
        assertThat(read.next()).isTrue();
        assertThat(read.text()).isEqualTo("end");
    }
}
