package fovea.zoo;

import fovea.nn.BatchNormLayer;
import fovea.nn.Conv2dLayer;
import fovea.nn.Layer;
import fovea.tensor.Tensor;
import java.util.random.RandomGenerator;

/**
 * A {@link BasicBlock} without its shortcut: what the plain networks are made of that residual ones are compared with (He et al. 2015,
 * section 3.3, <a href="https://arxiv.org/abs/1512.03385">arXiv:1512.03385</a>).
 *
 * <p>Shapes: {@code x [N, C, H, W]} → {@code [N, O, ⌈H/stride⌉, ⌈W/stride⌉]}.
 */
public record PlainBlock(Conv2dLayer conv1, BatchNormLayer bn1, Conv2dLayer conv2, BatchNormLayer bn2)
        implements Layer {

    /** A fresh one. */
    public static PlainBlock of(int in, int out, int stride, RandomGenerator random) {
        BasicBlock block = BasicBlock.of(in, out, stride, random);
        return new PlainBlock(block.conv1(), block.bn1(), block.conv2(), block.bn2());
    }

    @Override
    public Tensor forward(Tensor x) {
        Tensor y = bn1.forward("bn1", conv1.forward("conv1", x)).relu();
        return bn2.forward("bn2", conv2.forward("conv2", y)).relu();
    }
}
