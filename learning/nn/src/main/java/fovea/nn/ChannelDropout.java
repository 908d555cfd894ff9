package fovea.nn;

import fovea.tensor.Tensor;

/**
 * Dropout of whole channels, whose pixels are too alike for one to be missed (Tompson et al. 2015, section 3.2,
 * <a href="https://arxiv.org/abs/1411.4280">arXiv:1411.4280</a>); PyTorch's {@code Dropout1d}, {@code 2d} and {@code 3d}. See {@link Dropout}.
 *
 * <p>Shapes: {@code x [N, C, ...]} → {@code y} alike.
 *
 * @param p the probability of being dropped
 */
public record ChannelDropout(double p) implements Layer {

    /** Refuses what is no probability. */
    public ChannelDropout {
        Chance.check("channelDropout", p);
    }

    @Override
    public Tensor forward(Tensor x) {
        return Pass.isTraining() ? Chance.dropped("channelDropout", x, Chance.channels("channelDropout", x), p) : x;
    }
}
