package fovea.onednn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConvolutionTest {

    private static final DataType F32 = DataType.F32;

    @BeforeEach
    void needsTheLibrary() {
        Needs.oneDnn();
    }

    private record Sizes(long n, long c, long h, long w, long o, long k, long stride, long padding, boolean last) {

        long outH() {
            return (h + 2 * padding - k) / stride + 1;
        }

        long outW() {
            return (w + 2 * padding - k) / stride + 1;
        }

        MemoryDesc src() {
            return last ? MemoryDesc.channelsLast(F32, n, c, h, w) : MemoryDesc.dense(F32, n, c, h, w);
        }

        MemoryDesc weights() {
            return MemoryDesc.dense(F32, o, c, k, k);
        }

        MemoryDesc dst() {
            return last
                    ? MemoryDesc.channelsLast(F32, n, o, outH(), outW())
                    : MemoryDesc.dense(F32, n, o, outH(), outW());
        }

        /** The window as PyTorch means it: pixels behind the last window do not matter, so less is padded after. */
        Window window() {
            long afterH = (outH() - 1) * stride + k - h - padding;
            long afterW = (outW() - 1) * stride + k - w - padding;
            return new Window(
                    new long[] {stride, stride}, new long[2], new long[] {padding, padding}, new long[] {afterH, afterW
                    });
        }

        double at(Data x, long n, long c, long i, long j) {
            return i < 0 || j < 0 || i >= h || j >= w ? 0 : x.get(n, c, i, j);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "2, 3, 5, 6, 4, 3, 1, 1, true, true",
        "2, 3, 5, 6, 4, 3, 1, 1, true, false",
        "2, 3, 5, 6, 4, 3, 1, 1, false, true",
        "1, 17, 7, 5, 19, 3, 2, 1, true, true",
        "3, 16, 8, 9, 32, 1, 2, 0, true, true",
        "1, 1, 1, 1, 1, 1, 1, 0, true, true",
        "2, 5, 11, 4, 3, 4, 3, 2, false, false"
    })
    void agreesWithLoopsForwardAndBackward(
            long n, long c, long h, long w, long o, long k, long stride, long padding, boolean last, boolean any) {
        Sizes s = new Sizes(n, c, h, w, o, k, stride, padding, last);
        MemoryDesc weightsDesc = any ? s.weights().toAny() : s.weights();
        Data x = Data.random(s.src(), 1);
        Data weights = Data.random(s.weights(), 2);
        Data bias = Data.random(MemoryDesc.dense(F32, o), 3);
        Data dy = Data.random(s.dst(), 4);

        Data y = Data.zeros(s.dst());
        try (Primitive p = Convolution.forward(
                Pass.TRAINING, s.src(), weightsDesc, bias.desc(), s.dst(), s.window(), Attributes.NONE)) {
            assertThat(p.args()).containsExactly(Arg.SRC, Arg.WEIGHTS, Arg.BIAS, Arg.DST);
            Data.run(p, x, weights.to(p.desc(Arg.WEIGHTS)), bias, y);
        }
        y.mustBe(at -> {
            double sum = bias.get(at[1]);
            for (long ci = 0; ci < c; ci++) {
                for (long u = 0; u < k; u++) {
                    for (long v = 0; v < k; v++) {
                        sum += s.at(x, at[0], ci, at[2] * stride + u - padding, at[3] * stride + v - padding)
                                * weights.get(at[1], ci, u, v);
                    }
                }
            }
            return sum;
        });

        Data dx = Data.zeros(s.src());
        try (Primitive p = Convolution.backwardData(s.src(), weightsDesc, s.dst(), s.window())) {
            Data.run(p, dy, weights.to(p.desc(Arg.WEIGHTS)), dx);
        }
        Data wantedDx = Data.zeros(s.src());
        Data wantedDw = Data.zeros(s.weights());
        dy.eachPosition(at -> {
            for (long ci = 0; ci < c; ci++) {
                for (long u = 0; u < k; u++) {
                    for (long v = 0; v < k; v++) {
                        long i = at[2] * stride + u - padding;
                        long j = at[3] * stride + v - padding;
                        if (i >= 0 && j >= 0 && i < h && j < w) {
                            wantedDx.set(
                                    wantedDx.get(at[0], ci, i, j) + dy.get(at) * weights.get(at[1], ci, u, v),
                                    at[0],
                                    ci,
                                    i,
                                    j);
                            wantedDw.set(
                                    wantedDw.get(at[1], ci, u, v) + dy.get(at) * x.get(at[0], ci, i, j),
                                    at[1],
                                    ci,
                                    u,
                                    v);
                        }
                    }
                }
            }
        });
        dx.mustBe(wantedDx::get);

        Data dw;
        Data db = Data.zeros(bias.desc());
        try (Primitive p = Convolution.backwardWeights(s.src(), weightsDesc, bias.desc(), s.dst(), s.window())) {
            assertThat(p.args()).containsExactly(Arg.SRC, Arg.DIFF_DST, Arg.DIFF_WEIGHTS, Arg.DIFF_BIAS);
            Data chosen = Data.zeros(p.desc(Arg.DIFF_WEIGHTS));
            Data.run(p, x, dy, chosen, db);
            dw = chosen.to(s.weights());
        }
        dw.mustBe(wantedDw::get);
        db.mustBe(at -> {
            double[] sum = {0};
            dy.eachPosition(p -> sum[0] += p[1] == at[0] ? dy.get(p) : 0);
            return sum[0];
        });
    }

    @Test
    void groupsAndDilationAgreeWithLoops() {
        MemoryDesc src = MemoryDesc.channelsLast(F32, 2, 6, 7, 7);
        MemoryDesc weights = MemoryDesc.dense(F32, 6, 1, 1, 3, 3);
        MemoryDesc dst = MemoryDesc.channelsLast(F32, 2, 6, 3, 3);
        Window window = new Window(new long[] {1, 1}, new long[] {1, 1}, new long[2], new long[2]);
        Data x = Data.random(src, 1);
        Data w = Data.random(weights, 2);
        Data y = Data.zeros(dst);
        try (Primitive p = Convolution.forward(Pass.INFERENCE, src, weights, null, dst, window, Attributes.NONE)) {
            Data.run(p, x, w, y);
        }
        y.mustBe(at -> {
            double sum = 0;
            for (int u = 0; u < 3; u++) {
                for (int v = 0; v < 3; v++) {
                    sum += x.get(at[0], at[1], at[2] + 2 * u, at[3] + 2 * v) * w.get(at[1], 0, 0, u, v);
                }
            }
            return sum;
        });
    }

    /** Measured, not documented: whoever asks for plain weights with channels-last images gets the reference loops. */
    @Test
    void onlyWeightsOfItsOwnChoiceGetAFastKernel() {
        Sizes s = new Sizes(8, 16, 16, 16, 32, 3, 2, 1, true);
        MemoryDesc any = s.weights().toAny();
        try (Primitive forward =
                        Convolution.forward(Pass.TRAINING, s.src(), any, null, s.dst(), s.window(), Attributes.NONE);
                Primitive data = Convolution.backwardData(s.src(), any, s.dst(), s.window());
                Primitive weights = Convolution.backwardWeights(s.src(), any, null, s.dst(), s.window());
                Primitive plain = Convolution.forward(
                        Pass.TRAINING, s.src(), s.weights(), null, s.dst(), s.window(), Attributes.NONE)) {
            assertThat(List.of(forward.implementation(), data.implementation(), weights.implementation()))
                    .noneMatch(name -> name.startsWith("ref"));
            assertThat(plain.implementation()).startsWith("ref");
            assertThat(forward.desc(Arg.WEIGHTS).isAny()).isFalse();
        }
    }

    @Test
    void postOpsFollowInOrder() {
        Sizes s = new Sizes(2, 3, 6, 6, 8, 3, 1, 1, true);
        Data x = Data.random(s.src(), 1);
        Data w = Data.random(s.weights(), 2);
        Data y = Data.random(s.dst(), 3);
        Data before = Data.filled(s.dst(), y::get);
        Data scale = Data.random(MemoryDesc.dense(F32, 1, 8, 1, 1), 4);
        Data plain = Data.zeros(s.dst());
        try (Primitive p =
                Convolution.forward(Pass.INFERENCE, s.src(), s.weights(), null, s.dst(), s.window(), Attributes.NONE)) {
            Data.run(p, x, w, plain);
        }
        Attributes fused = Attributes.of(
                new PostOp.Accumulate(1),
                new PostOp.Apply(Eltwise.Kind.RELU, 0, 0),
                new PostOp.Combine(Binary.Kind.MUL, scale.desc()));
        try (Primitive p =
                Convolution.forward(Pass.INFERENCE, s.src(), s.weights().toAny(), null, s.dst(), s.window(), fused)) {
            assertThat(p.args()).containsExactly(Arg.SRC, Arg.WEIGHTS, Arg.DST, Arg.postOp(2));
            assertThat(p.implementation()).doesNotContain("ref");
            Data.run(p, x, w.to(p.desc(Arg.WEIGHTS)), y, scale);
        }
        y.mustBe(at -> Math.max(0, plain.get(at) + before.get(at)) * scale.get(0, at[1], 0, 0));
    }

    @Test
    void aRefusalNamesShapesAndStatus() {
        Sizes s = new Sizes(2, 3, 6, 6, 8, 3, 1, 1, true);
        assertThatThrownBy(() -> Convolution.forward(
                        Pass.TRAINING,
                        s.src(),
                        MemoryDesc.dense(F32, 8, 4, 3, 3),
                        null,
                        s.dst(),
                        s.window(),
                        Attributes.NONE))
                .isInstanceOf(OneDnnException.class)
                .hasMessageStartingWith("oneDNN cannot convolve f32 [2, 3, 6, 6]")
                .hasMessageContaining("[8, 4, 3, 3]")
                .hasMessageContaining(": invalid arguments\n  ");
    }

    @Test
    void memoryThatIsTooSmallIsRefusedBeforeTheNativeCall() {
        Sizes s = new Sizes(2, 3, 6, 6, 8, 3, 1, 1, true);
        Data x = Data.zeros(s.src());
        Data w = Data.zeros(s.weights());
        Data small = Data.zeros(MemoryDesc.dense(F32, 2, 8, 6, 5));
        Primitive kept;
        try (Primitive p =
                Convolution.forward(Pass.TRAINING, s.src(), s.weights(), null, s.dst(), s.window(), Attributes.NONE)) {
            assertThatThrownBy(() -> Data.run(p, x, w, small)).hasMessageContaining("it must have 2304");
            assertThatThrownBy(() -> Data.run(p, x, w)).hasMessageContaining("2 arguments given");
            kept = p;
        }
        assertThatThrownBy(() -> Data.run(kept, x, w, small)).hasMessageContaining("closed");
    }

    @Test
    void descriptorsAreValues() {
        MemoryDesc a = MemoryDesc.channelsLast(F32, 2, 3, 4, 5);
        assertThat(a).isEqualTo(MemoryDesc.strided(F32, new long[] {2, 3, 4, 5}, new long[] {60, 1, 15, 3}));
        assertThat(a)
                .isNotEqualTo(MemoryDesc.dense(F32, 2, 3, 4, 5))
                .hasToString("f32 [2, 3, 4, 5] strides [60, 1, 15, 3]");
        assertThat(a.bytes()).isEqualTo(480);
        assertThat(List.of(a.toAny(), MemoryDesc.dense(DataType.BF16, 7)))
                .hasToString("[f32 [2, 3, 4, 5] any, bf16 [7]]");
    }
}
