package fovea.bench;

import java.util.List;

/**
 * A net of the contest: what goes in, and its parts one after the other.
 *
 * @param in the size of one image
 * @param parts from the image to the logits
 * @param start how the weights of its convolutions and linear layers start
 * @param firstStream which stream of {@link Fill} its first array is taken from
 */
public record Net(Size in, List<Part> parts, Start start, int firstStream) {

    /** With the usual start of classifiers, {@link Start#HE}. */
    static Net of(Size in, List<Part> parts) {
        return new Net(in, List.copyOf(parts), Start.HE, 0);
    }

    /** The parameters, in the order the forward pass meets them. */
    public List<Weight> weights() {
        return walk().weights();
    }

    /** The size of what comes out for one image. */
    public Size out() {
        return walk().size();
    }

    /** Multiply-adds of convolutions and linear layers in one image's forward pass. */
    public long products() {
        return walk().products();
    }

    /** The share of {@link #products} that the first part with weights has: whose input's gradient nobody needs. */
    public long firstProducts() {
        return walk().firstProducts();
    }

    private NetWalk walk() {
        NetWalk walk = new NetWalk(this);
        walk.through(parts);
        return walk;
    }
}
