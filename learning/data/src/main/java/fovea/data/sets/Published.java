package fovea.data.sets;

import fovea.data.fetch.Checksum;
import fovea.data.fetch.RemoteFile;
import java.net.URI;
import java.util.List;
import java.util.stream.Stream;

/** The official files of the sets: addresses, lengths, checksums. */
final class Published {

    /** PyTorch's mirror first: the author's own server has refused automatic downloads for years. */
    private static final List<String> MNIST_FOLDERS = List.of(
            "https://ossci-datasets.s3.amazonaws.com/mnist/",
            "https://storage.googleapis.com/cvdf-datasets/mnist/",
            "http://yann.lecun.com/exdb/mnist/");

    private static final List<String> FASHION_FOLDERS = List.of(
            "http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/",
            "https://raw.githubusercontent.com/zalandoresearch/fashion-mnist/master/data/fashion/");

    private static final List<String> CIFAR_FOLDERS = List.of("https://www.cs.toronto.edu/~kriz/");

    /** Images and labels to train on, then to test on; MD5 as torchvision pins them. */
    static final List<RemoteFile> MNIST = List.of(
            md5("train-images-idx3-ubyte.gz", 9_912_422, "f68b3c2dcbeaaa9fbdd348bbdeb94873", MNIST_FOLDERS),
            md5("train-labels-idx1-ubyte.gz", 28_881, "d53e105ee54ea40749a09fcbcd1e9432", MNIST_FOLDERS),
            md5("t10k-images-idx3-ubyte.gz", 1_648_877, "9fb629c4189551a2d022fa330f9573f3", MNIST_FOLDERS),
            md5("t10k-labels-idx1-ubyte.gz", 4_542, "ec29112dd5afa0611ce80d1b7f02629c", MNIST_FOLDERS));

    static final List<RemoteFile> FASHION_MNIST = List.of(
            md5("train-images-idx3-ubyte.gz", 26_421_880, "8d4fb7e6c68d591d4c3dfef9ec88bf0d", FASHION_FOLDERS),
            md5("train-labels-idx1-ubyte.gz", 29_515, "25c81989df183df01b3e8a0aad5dffbe", FASHION_FOLDERS),
            md5("t10k-images-idx3-ubyte.gz", 4_422_102, "bef4ecab320f06d8554ea6380940ec79", FASHION_FOLDERS),
            md5("t10k-labels-idx1-ubyte.gz", 5_148, "bb300cfdad3c16e7a12a480ee83cd310", FASHION_FOLDERS));

    static final RemoteFile CIFAR10 = file(
            "cifar-10-binary.tar.gz",
            170_052_171,
            Checksum.sha256("c4a38c50a1bc5f3a1c5537f2155ab9d68f9f25eb1ed8d9ddda3db29a59bca1dd"),
            CIFAR_FOLDERS);

    static final RemoteFile CIFAR100 = file(
            "cifar-100-binary.tar.gz",
            168_513_733,
            Checksum.sha256("58a81ae192c23a4be8b1804d68e518ed807d710a4eb253b1f2a199162a40d8ec"),
            CIFAR_FOLDERS);

    private Published() {}

    private static RemoteFile md5(String name, long bytes, String hex, List<String> folders) {
        return file(name, bytes, Checksum.md5(hex), folders);
    }

    private static RemoteFile file(String name, long bytes, Checksum checksum, List<String> folders) {
        Stream<URI> addresses = folders.stream().map(folder -> URI.create(folder + name));
        return new RemoteFile(name, bytes, checksum, addresses.toList());
    }
}
