package fovea.bench;

import java.util.ArrayList;
import java.util.List;

/** Goes through a net once, and notes sizes, parameters and multiply-adds. */
final class NetWalk {
    private final Net net;
    private final List<Weight> weights = new ArrayList<>();
    private Size size;
    private long products;
    private long firstProducts;

    NetWalk(Net net) {
        this.net = net;
        this.size = net.in();
    }

    List<Weight> weights() {
        return List.copyOf(weights);
    }

    Size size() {
        return size;
    }

    long products() {
        return products;
    }

    long firstProducts() {
        return firstProducts;
    }

    void through(List<Part> parts) {
        parts.forEach(this::through);
    }

    private void through(Part part) {
        switch (part) {
            case Part.Convolution c -> convolve(c);
            case Part.Transposed t -> transpose(t);
            case Part.Norm n -> norm(n.path());
            case Part.Dense d -> dense(d);
            case Part.MaxPool p -> size = size.through(p.kernel(), p.stride(), p.padding(), p.ceil());
            case Part.Mean _ -> size = new Size(size.channels(), 1, 1);
            case Part.Flatten _ -> size = new Size(size.elements(), 1, 1);
            case Part.Halved _ -> size = size.through(1, 2, 0, false).withChannels(2 * size.channels());
            case Part.Sum s -> sum(s);
            case Part.Branches b -> join(b);
            case Part.Relu _, Part.LeakyRelu _, Part.Tanh _ -> {}
        }
    }

    private void convolve(Part.Convolution c) {
        int in = size.channels();
        size = size.through(c.kernel(), c.stride(), c.padding(), false).withChannels(c.out());
        kernel(c.path(), c.out(), in, c.kernel(), c.kernel());
        if (c.biased()) {
            add(c.path() + ".bias", new Start.Constant(0), c.out());
        }
        count((long) size.elements() * in * c.kernel() * c.kernel());
    }

    private void transpose(Part.Transposed t) {
        count((long) size.elements() * t.out() * t.kernel() * t.kernel());
        kernel(t.path(), size.channels(), t.out(), t.kernel(), t.kernel());
        size = size.back(t.kernel(), t.stride(), t.padding()).withChannels(t.out());
    }

    private void norm(String path) {
        add(path + ".weight", new Start.Constant(1), size.channels());
        add(path + ".bias", new Start.Constant(0), size.channels());
    }

    private void dense(Part.Dense d) {
        int in = size.elements();
        kernel(d.path(), d.out(), in);
        add(d.path() + ".bias", new Start.Constant(0), d.out());
        size = new Size(d.out(), 1, 1);
        count((long) in * d.out());
    }

    private void sum(Part.Sum sum) {
        Size in = size;
        through(sum.body());
        Size out = size;
        size = in;
        through(sum.shortcut());
        if (!size.equals(out)) {
            throw new IllegalStateException("a body makes " + out + " of " + in + ", its shortcut " + size);
        }
    }

    private void join(Part.Branches branches) {
        Size in = size;
        int channels = 0;
        for (List<Part> branch : branches.branches()) {
            size = in;
            through(branch);
            channels += size.channels();
        }
        size = size.withChannels(channels);
    }

    private void kernel(String path, Integer... shape) {
        add(path + ".weight", net.start(), shape);
    }

    private void add(String name, Start start, Integer... shape) {
        weights.add(new Weight(name, List.of(shape), net.firstStream() + weights.size(), start));
    }

    private void count(long multiplyAdds) {
        firstProducts = products == 0 ? multiplyAdds : firstProducts;
        products += multiplyAdds;
    }
}
