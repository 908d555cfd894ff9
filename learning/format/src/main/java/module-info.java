/**
 * Files on disk: bytes to named arrays and back. Who lives here: {@link fovea.format.NdArray}, the readers of IDX,
 * CIFAR binaries, ZIP, npy, npz, safetensors and CSV, the writers of the last four, and {@link
 * fovea.format.WholeFile}, by which every file of the toolkit is written; above them, in a package of its own, {@link
 * fovea.format.torch.TorchFile} with the closed reader of Python's pickles.
 *
 * <p>They may touch {@code java.base}, and Jackson's streaming parser for the JSON inside safetensors. They know no
 * tensors, devices or pictures.
 *
 * <p>Everything read is taken for hostile: sizes are checked against what the file really holds before memory is asked
 * for, and whatever is wrong ends in a {@link fovea.format.FormatException} that names the file.
 */
@org.jspecify.annotations.NullMarked
module fovea.format {
    requires static org.jspecify;
    requires tools.jackson.core;

    exports fovea.format;
    exports fovea.format.torch;
}
