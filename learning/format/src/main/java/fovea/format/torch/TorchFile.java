package fovea.format.torch;

import fovea.format.FormatException;
import fovea.format.MappedFile;
import fovea.format.NdArray;
import fovea.format.Zip;
import fovea.format.torch.Value.TensorView;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * An open file of PyTorch's ({@code .pth}, {@code .pt}, {@code .bin}): its tensors and other values by name, those inside
 * containers as {@code model.conv1.weight} or {@code optimizer.param_groups.0.lr}. Both kinds are read, the ZIP archive
 * of version 1.6 and later and the stream before it.
 *
 * <p>Such a file is a Python pickle, which may hold code. Here it can become nothing but tensors, numbers, text and
 * containers of them; any other name in it, called or not, is refused. Whole modules and TorchScript programs are
 * therefore refused too. Memory, depth and time are bounded by the file's length, whatever it claims.
 *
 * <p>Tensors that lie packed in the file are parts of the mapped file; views, such as transposed ones, are copied. Both
 * can be read from any thread until {@link #close}.
 *
 * @see <a href="https://docs.pytorch.org/docs/stable/notes/serialization.html">PyTorch, serialization semantics</a>
 */
public final class TorchFile implements AutoCloseable {
    private final MappedFile mapped;
    private final @Nullable Zip zip;
    private final SequencedMap<String, NdArray> arrays = new LinkedHashMap<>();
    private final SequencedMap<String, TorchScalar> scalars;

    private TorchFile(MappedFile mapped, @Nullable Zip zip) {
        this.mapped = mapped;
        this.zip = zip;
        Contents contents = zip == null ? new TorchStream(mapped.bytes()).read() : new TorchZip(mapped, zip).read();
        Paths paths = Paths.of(contents.root());
        this.scalars = paths.scalars();
        fill(paths.tensors(), contents);
    }

    /**
     * Opens a file and reads all of it but the tensors' elements.
     *
     * @throws FormatException if it is missing, damaged, cut off, holds more than tensors and plain data, or is no such
     *     file
     */
    public static TorchFile open(Path file) {
        MappedFile mapped = MappedFile.open(file);
        Zip zip = null;
        boolean opened = false;
        try {
            if (Beginning.isZip(mapped.bytes())) {
                zip = Zip.open(file);
            } else if (!Beginning.isPickle(mapped.bytes())) {
                throw new FormatException(
                        file,
                        "is no PyTorch file: " + Beginning.described(mapped.bytes()),
                        "give a file that torch.save wrote");
            }
            TorchFile torch = new TorchFile(mapped, zip);
            opened = true;
            return torch;
        } catch (PickleException e) {
            throw new FormatException(
                    file,
                    String.valueOf(e.getMessage()),
                    "save the weights alone, torch.save(model.state_dict(), FILE), or fetch the file again",
                    e);
        } finally {
            if (!opened) {
                close(mapped, zip);
            }
        }
    }

    /**
     * Writes a file that {@code torch.load} reads as an ordered dictionary of tensors, as of {@code model.state_dict()}; it
     * appears whole or not at all. The same arrays under the same names give the same bytes.
     *
     * @throws FormatException if the disk is full or the folder missing
     */
    public static void write(Path file, SequencedMap<String, NdArray> arrays) {
        TorchWriter.write(file, arrays);
    }

    private void fill(Map<String, TensorView> tensors, Contents contents) {
        IdentityHashMap<TensorView, NdArray> made = new IdentityHashMap<>();
        long[] left = {Contents.most(mapped.bytes().byteSize())};
        tensors.forEach((name, tensor) ->
                arrays.put(name, made.computeIfAbsent(tensor, _ -> array(tensor, contents, left))));
    }

    private NdArray array(TensorView tensor, Contents contents, long[] left) {
        MemorySegment storage = contents.storages().get(tensor.storage().key());
        if (storage == null) {
            throw new PickleException(
                    "has no storage '%s'".formatted(tensor.storage().key()));
        }
        long[] shape = tensor.sizes();
        // An empty tensor may begin anywhere.
        long from = tensor.shape().contains(0L)
                ? 0
                : tensor.offset() * tensor.type().width();
        return NdArray.of(tensor.type(), shape, tensor.steps(), contents.order(), storage.asSlice(from), bytes -> {
            left[0] -= bytes;
            if (left[0] < 0) {
                throw new PickleException("has views that take more than %d bytes"
                        .formatted(Contents.most(mapped.bytes().byteSize())));
            }
            return MappedFile.memory(mapped.file(), bytes);
        });
    }

    /** All tensors by name, in the file's order; the map cannot be changed. */
    public SequencedMap<String, NdArray> arrays() {
        return Collections.unmodifiableSequencedMap(arrays);
    }

    /** All plain values by name, in the file's order; the map cannot be changed. */
    public SequencedMap<String, TorchScalar> scalars() {
        return Collections.unmodifiableSequencedMap(scalars);
    }

    /** Unmaps the file; its tensors can be read no more. Closing twice does nothing. */
    @Override
    public void close() {
        close(mapped, zip);
    }

    private static void close(MappedFile mapped, @Nullable Zip zip) {
        if (zip != null) {
            zip.close();
        }
        mapped.close();
    }
}
