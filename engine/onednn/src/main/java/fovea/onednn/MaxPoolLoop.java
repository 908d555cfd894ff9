package fovea.onednn;

import fovea.device.Kernel;
import fovea.device.Layout;
import fovea.tensor.DType;
import fovea.tensor.Shape;
import fovea.tensor.Spec;
import fovea.tensor.Window;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/** Max pooling of channels-last images in plain Java, where infinities and not-a-numbers are among the pixels. */
final class MaxPoolLoop implements Kernel {
    private final Window window;
    private final Shape x;
    private final Spec y;
    private final boolean isLocated;
    private final boolean bytes;

    MaxPoolLoop(Window window, Shape x, Spec[] out) {
        this.window = window;
        this.x = x;
        this.y = out[0];
        this.isLocated = out.length > 1;
        this.bytes = isLocated && out[1].dtype() == DType.U8;
    }

    @Override
    public String name() {
        return "java max pooling";
    }

    @Override
    public Layout input(int i) {
        return Layout.channelsLast(x);
    }

    @Override
    public Layout output(int i) {
        return Layout.channelsLast(y.shape());
    }

    @Override
    public void run(MemorySegment[] in, MemorySegment[] out) {
        int places = Math.toIntExact(y.shape().elements() / x.size(1));
        Team.run((part, parts) -> {
            int channels = x.size(1);
            float[] best = new float[channels];
            int[] winner = new int[channels];
            int last = (int) ((long) places * (part + 1) / parts);
            for (int place = (int) ((long) places * part / parts); place < last; place++) {
                pool(in[0], place, best, winner);
                long at = (long) place * channels;
                MemorySegment.copy(best, 0, out[0], ValueLayout.JAVA_FLOAT, 4 * at, channels);
                for (int c = 0; isLocated && c < channels; c++) {
                    if (bytes) {
                        out[1].set(ValueLayout.JAVA_BYTE, at + c, (byte) winner[c]);
                    } else {
                        out[1].setAtIndex(ValueLayout.JAVA_INT, at + c, winner[c]);
                    }
                }
            }
        });
    }

    /** All channels of one place; a not-a-number is the largest. */
    private void pool(MemorySegment in, int place, float[] best, int[] winner) {
        Arrays.fill(winner, -1);
        for (int at = 0; at < window.area(); at++) {
            long pixel = pixel(place, at);
            if (pixel < 0) {
                continue;
            }
            for (int c = 0; c < best.length; c++) {
                float v = in.getAtIndex(ValueLayout.JAVA_FLOAT, pixel * best.length + c);
                if (winner[c] < 0 || v > best[c] || (Float.isNaN(v) && !Float.isNaN(best[c]))) {
                    best[c] = v;
                    winner[c] = at;
                }
            }
        }
    }

    /** The pixel, images one after the other, under position {@code at} of the window at {@code place}; −1 outside. */
    private long pixel(int place, int at) {
        long pixel = 0;
        long run = 1;
        int placeLeft = place;
        int atLeft = at;
        for (int axis = window.rank() - 1; axis >= 0; axis--) {
            int i = placeLeft % y.shape().size(2 + axis) * window.stride(axis)
                    + atLeft % window.size(axis) * window.dilation(axis)
                    - window.before(axis);
            if (i < 0 || i >= x.size(2 + axis)) {
                return -1;
            }
            pixel += i * run;
            run *= x.size(2 + axis);
            placeLeft /= y.shape().size(2 + axis);
            atLeft /= window.size(axis);
        }
        return placeLeft * run + pixel;
    }
}
