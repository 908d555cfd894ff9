package fovea.data;

import com.twelvemonkeys.imageio.plugins.jpeg.JPEGImageReaderSpi;
import com.twelvemonkeys.imageio.plugins.webp.WebPImageReaderSpi;
import java.awt.color.ColorSpace;
import java.awt.color.ICC_ColorSpace;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.spi.IIORegistry;
import javax.imageio.spi.ImageReaderSpi;
import javax.imageio.spi.ServiceRegistry;
import javax.imageio.stream.FileImageInputStream;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * From a file's bytes to an {@link Image}.
 *
 * <p>The format is told by the first bytes and its reader asked for by hand: the JDK's for PNG, JPEG, GIF and BMP,
 * TwelveMonkeys' for WebP and for the JPEGs the JDK declines. Whatever else is on the class path changes nothing,
 * and no stream is ever cached on disk.
 */
final class Decoder {

    /** More pixels than any camera makes; a bomb of a few kilobytes can claim 2 147 483 647 × 2 147 483 647. */
    private static final long MOST_PIXELS = 100_000_000;

    /** What decoding one pixel costs at most: the reader's raster and our samples. */
    private static final int BYTES_PER_PIXEL = 11;

    /** Enough of a JPEG to find its orientation. */
    private static final int JPEG_HEAD = 1 << 16;

    private Decoder() {}

    static Image read(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new NoSuchFileException(file.toString(), null, "is not a file");
        }
        try (ImageInputStream in = new FileImageInputStream(file.toFile())) {
            return decode(in, Files.size(file), file.toString());
        }
    }

    static Image decode(byte[] bytes, String name) {
        try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes))) {
            return decode(in, bytes.length, name);
        } catch (IOException e) {
            throw damaged(name, e);
        }
    }

    private static Image decode(ImageInputStream in, long length, String name) throws IOException {
        byte[] head = head(in, Format.HEAD);
        Format format = Format.of(head)
                .orElseThrow(() -> new ImageException(
                        name,
                        head.length == 0 ? "is empty" : "is no picture that can be read",
                        "use PNG, JPEG, GIF, BMP or WebP"));
        if (format == Format.WEBP && riffLength(head) > length) {
            throw cutOff(name);
        }
        int orientation = format == Format.JPEG ? Orientation.of(head(in, JPEG_HEAD)) : 1;
        return Orientation.upright(Flattening.of(decode(in, format, name)), orientation);
    }

    private static byte[] head(ImageInputStream in, int length) throws IOException {
        byte[] bytes = new byte[length];
        in.seek(0);
        int read = 0;
        for (int n; read < length && (n = in.read(bytes, read, length - read)) > 0; ) {
            read += n;
        }
        in.seek(0);
        return Arrays.copyOf(bytes, read);
    }

    /** The readers of hostile files throw nearly anything; all of it means the same to whoever brought the picture. */
    private static BufferedImage decode(ImageInputStream in, Format format, String name) {
        List<Supplier<ImageReaderSpi>> readers = readers(format);
        for (int i = 0; ; i++) {
            try {
                in.seek(0);
                return decode(in, readers.get(i).get(), name);
            } catch (ImageException e) {
                throw e;
            } catch (IOException | RuntimeException e) {
                if (i + 1 == readers.size()) {
                    throw damaged(name, e);
                }
            }
        }
    }

    private static BufferedImage decode(ImageInputStream in, ImageReaderSpi provider, String name) throws IOException {
        ImageReader reader = provider.createReaderInstance();
        List<String> warnings = new ArrayList<>();
        try {
            reader.setInput(in, true, true);
            refuseLarge(reader.getHeight(0), reader.getWidth(0), name);
            reader.addIIOReadWarningListener((source, warning) -> warnings.add(warning));
            BufferedImage picture = reader.read(0, asStored(reader));
            refuseTruncated(warnings, name);
            return picture;
        } finally {
            reader.dispose();
        }
    }

    /**
     * Colors as they are stored, whatever profile says how to show them, as Pillow and torchvision take them: the JDK's reader of JPEGs would
     * turn them into sRGB.
     */
    private static ImageReadParam asStored(ImageReader reader) throws IOException {
        ImageReadParam param = reader.getDefaultReadParam();
        for (Iterator<ImageTypeSpecifier> types = reader.getImageTypes(0); types.hasNext(); ) {
            ImageTypeSpecifier type = types.next();
            boolean isProfiled = type.getColorModel().getColorSpace() instanceof ICC_ColorSpace space
                    && space.getType() == ColorSpace.TYPE_RGB
                    && !space.isCS_sRGB();
            if (isProfiled && type.getNumBands() == 3) {
                param.setDestinationType(type);
            }
        }
        return param;
    }

    private static void refuseLarge(int height, int width, String name) {
        long most = Math.min(MOST_PIXELS, Runtime.getRuntime().maxMemory() / 4 / BYTES_PER_PIXEL);
        if ((long) height * width > most) {
            throw new ImageException(
                    name,
                    "has %d × %d pixels, more than the %d that can be held".formatted(height, width, most),
                    most < MOST_PIXELS ? "give Java more memory (-Xmx), or shrink the picture" : "shrink the picture");
        }
    }

    /** libjpeg fills what is missing with gray and only warns. */
    private static void refuseTruncated(List<String> warnings, String name) {
        for (String warning : warnings) {
            if (warning.toLowerCase(Locale.ROOT).contains("premature end")) {
                throw cutOff(name);
            }
        }
    }

    private static ImageException cutOff(String name) {
        return new ImageException(name, "ends too early", "copy or fetch it again");
    }

    /** What a RIFF file says it is long; the WebP reader takes what is missing for zeros. */
    private static long riffLength(byte[] head) {
        return 8 + (ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN).getInt(4) & 0xffff_ffffL);
    }

    private static List<Supplier<ImageReaderSpi>> readers(Format format) {
        return switch (format) {
            case WEBP -> List.of(WebPImageReaderSpi::new);
            case JPEG -> List.of(() -> ofTheJdk("jpeg"), Decoder::secondForJpeg);
            case PNG, GIF, BMP -> List.of(() -> ofTheJdk(format.name().toLowerCase(Locale.ROOT)));
        };
    }

    /** TwelveMonkeys' works through the JDK's, and looks for it where it is registered: in a registry of our own. */
    private static ImageReaderSpi secondForJpeg() {
        ServiceRegistry registry =
                new ServiceRegistry(List.<Class<?>>of(ImageReaderSpi.class).iterator());
        ImageReaderSpi second = new JPEGImageReaderSpi();
        registry.registerServiceProvider(ofTheJdk("jpeg"), ImageReaderSpi.class);
        registry.registerServiceProvider(second, ImageReaderSpi.class);
        return second;
    }

    private static ImageReaderSpi ofTheJdk(String format) {
        Iterator<ImageReaderSpi> providers = IIORegistry.getDefaultInstance()
                .getServiceProviders(
                        ImageReaderSpi.class,
                        spi -> spi.getClass().getModule() == ImageIO.class.getModule()
                                && List.of(((ImageReaderSpi) spi).getFormatNames())
                                        .contains(format),
                        false);
        if (!providers.hasNext()) {
            throw new DataException("this Java cannot read " + format, "run on a JDK whose java.desktop is complete");
        }
        return providers.next();
    }

    private static ImageException damaged(String name, Exception cause) {
        String detail = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
        return new ImageException(
                name, "does not decode (" + detail.strip() + ")", "copy or fetch it again, or leave it out", cause);
    }
}
