package fovea.onednn;

import fovea.device.Kernel;
import fovea.device.Layout;
import fovea.tensor.Draw;
import fovea.tensor.Shape;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Random numbers of {@code f32}, on all threads. An element depends on its place alone, so images come channels-last, as their readers lie. */
final class DrawKernel implements Kernel {
    /** Elements below which a second thread costs more than it brings. */
    private static final long ALONE = 16 * 1024;

    private final Draw draw;
    private final Shape shape;
    private final long planes;
    private final long area;
    private final int channels;
    private final Draw.Block[] blocks;
    private final float[][] values;

    DrawKernel(Draw draw) {
        this.draw = draw;
        this.shape = draw.spec().shape();
        boolean image = shape.rank() > 2;
        this.channels = image ? shape.size(1) : 1;
        this.planes = image ? shape.size(0) : 1;
        this.area = shape.elements() / Math.max(1, planes * channels);
        int parts = shape.elements() < ALONE ? 1 : Team.threads();
        this.blocks = new Draw.Block[parts];
        this.values = new float[parts][Draw.Block.SIZE];
        for (int i = 0; i < parts; i++) {
            blocks[i] = new Draw.Block();
        }
    }

    @Override
    public String name() {
        return "java draw";
    }

    @Override
    public Layout input(int i) {
        return Layout.rowMajor(Shape.of(3));
    }

    @Override
    public Layout output(int i) {
        return Layout.channelsLast(shape);
    }

    @Override
    public void run(MemorySegment[] in, MemorySegment[] out) {
        int key0 = in[0].getAtIndex(ValueLayout.JAVA_INT, 0);
        int key1 = in[0].getAtIndex(ValueLayout.JAVA_INT, 1);
        int number = in[0].getAtIndex(ValueLayout.JAVA_INT, 2);
        Team.run(blocks.length, (part, parts) -> {
            long end = shape.elements() * (part + 1) / parts;
            for (long at = shape.elements() * part / parts; at < end; at += Draw.Block.SIZE) {
                int n = (int) Math.min(Draw.Block.SIZE, end - at);
                place(at, n, blocks[part].places());
                draw.elements(key0, key1, number, blocks[part], values[part], n);
                MemorySegment.copy(values[part], 0, out[0], ValueLayout.JAVA_FLOAT, Float.BYTES * at, n);
            }
        });
    }

    /** The places, as rows come first, of the elements that lie at {@code at} and behind it. */
    private void place(long at, int n, long[] places) {
        if (channels == 1) {
            for (int i = 0; i < n; i++) {
                places[i] = at + i;
            }
            return;
        }
        int channel = (int) (at % channels);
        long pixel = at / channels % area;
        long first = at / (channels * area) * channels * area; // of the image
        for (int i = 0; i < n; i++) {
            places[i] = first + channel * area + pixel;
            if (++channel == channels) {
                channel = 0;
                if (++pixel == area) {
                    pixel = 0;
                    first += channels * area;
                }
            }
        }
    }
}
