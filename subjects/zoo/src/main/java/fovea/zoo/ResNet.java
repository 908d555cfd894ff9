package fovea.zoo;

import fovea.nn.BatchNormLayer;
import fovea.nn.Conv2dLayer;
import fovea.nn.Layer;
import fovea.nn.Linear;
import fovea.nn.Pass;
import fovea.tensor.Tensor;
import fovea.tensor.Window;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * The residual networks for small images (He et al. 2015, section 4.2, <a href="https://arxiv.org/abs/1512.03385">arXiv:1512.03385</a>):
 * a convolution, three stages of {@link BasicBlock}s with 16, 32 and 64 channels, the mean over all pixels, a linear layer.
 *
 * <p>With depth 20, three channels and ten classes: 269,722 parameters; the paper reports 91.25 % on CIFAR-10. Names are those of the
 * usual PyTorch implementations, so that their weights load.
 *
 * <p>Shapes: {@code x [N, C, H, W]} → logits {@code [N, classes]}, images of any size.
 */
public record ResNet(
        Conv2dLayer conv1,
        BatchNormLayer bn1,
        List<BasicBlock> layer1,
        List<BasicBlock> layer2,
        List<BasicBlock> layer3,
        Linear linear)
        implements Layer {

    /**
     * A fresh one.
     *
     * @param depth layers with weights, {@code 6n + 2}: 20, 32, 44, 56, 110
     */
    public static ResNet cifar(int depth, int channels, int classes, RandomGenerator random) {
        if (depth < 8 || (depth - 2) % 6 != 0) {
            throw new IllegalArgumentException("ResNet: a depth of " + depth + System.lineSeparator()
                    + "  it must be 6n + 2, such as 20, 32, 44, 56 or 110");
        }
        int blocks = (depth - 2) / 6;
        return new ResNet(
                Conv2dLayer.unbiased(channels, 16, Window.of(3, 3).withPadding(1), random),
                BatchNormLayer.of(16),
                stage(blocks, 16, 16, 1, random),
                stage(blocks, 16, 32, 2, random),
                stage(blocks, 32, 64, 2, random),
                Linear.of(64, classes, random));
    }

    private static List<BasicBlock> stage(int blocks, int in, int out, int stride, RandomGenerator random) {
        List<BasicBlock> stage = new ArrayList<>();
        stage.add(BasicBlock.of(in, out, stride, random));
        for (int i = 1; i < blocks; i++) {
            stage.add(BasicBlock.of(out, out, 1, random));
        }
        return List.copyOf(stage);
    }

    @Override
    public Tensor forward(Tensor x) {
        Tensor y = bn1.forward("bn1", conv1.forward("conv1", x)).relu();
        y = through("layer1", layer1, y);
        y = through("layer2", layer2, y);
        y = through("layer3", layer3, y);
        return linear.forward("linear", y.mean(2, 3));
    }

    private static Tensor through(String name, List<BasicBlock> blocks, Tensor x) {
        Tensor y = x;
        for (int i = 0; i < blocks.size(); i++) {
            y = blocks.get(i).forward(name + "." + i, y);
        }
        return Pass.tap(name, y);
    }
}
