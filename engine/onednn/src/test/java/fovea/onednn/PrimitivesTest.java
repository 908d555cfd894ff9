package fovea.onednn;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class PrimitivesTest {

    private static final DataType F32 = DataType.F32;

    @BeforeEach
    void needsTheLibrary() {
        Needs.oneDnn();
    }

    private static MemoryDesc image(boolean last, long... sizes) {
        return last ? MemoryDesc.channelsLast(F32, sizes) : MemoryDesc.dense(F32, sizes);
    }

    @Test
    void matMulTakesTransposedOperandsAndBias() {
        Data a = Data.random(MemoryDesc.strided(F32, new long[] {5, 7}, new long[] {1, 5}), 1);
        Data b = Data.random(MemoryDesc.strided(F32, new long[] {7, 3}, new long[] {1, 7}), 2);
        Data bias = Data.random(MemoryDesc.dense(F32, 1, 3), 3);
        Data y = Data.zeros(MemoryDesc.dense(F32, 5, 3));
        try (Primitive p = MatMul.of(a.desc(), b.desc(), bias.desc(), y.desc(), Attributes.NONE)) {
            Data.run(p, a, b, bias, y);
        }
        y.mustBe(at -> {
            double sum = bias.get(0, at[1]);
            for (int k = 0; k < 7; k++) {
                sum += a.get(at[0], k) * b.get(k, at[1]);
            }
            return sum;
        });
    }

    @Test
    void matMulRunsOverBatches() {
        Data a = Data.random(MemoryDesc.dense(F32, 4, 2, 3), 1);
        Data b = Data.random(MemoryDesc.dense(F32, 1, 3, 5), 2);
        Data y = Data.zeros(MemoryDesc.dense(F32, 4, 2, 5));
        try (Primitive p = MatMul.of(a.desc(), b.desc(), null, y.desc(), Attributes.NONE)) {
            Data.run(p, a, b, y);
        }
        y.mustBe(at -> {
            double sum = 0;
            for (int k = 0; k < 3; k++) {
                sum += a.get(at[0], at[1], k) * b.get(0, k, at[2]);
            }
            return sum;
        });
    }

    private record Statistics(double[] mean, double[] variance) {
        static Statistics of(Data x) {
            int channels = (int) x.desc().size(1);
            double count = x.desc().size(0) * x.desc().size(2) * x.desc().size(3);
            double[] mean = new double[channels];
            double[] variance = new double[channels];
            x.eachPosition(at -> mean[(int) at[1]] += x.get(at) / count);
            x.eachPosition(at -> variance[(int) at[1]] += Math.pow(x.get(at) - mean[(int) at[1]], 2) / count);
            return new Statistics(mean, variance);
        }

        double normal(Data x, long[] at) {
            return (x.get(at) - mean[(int) at[1]]) / Math.sqrt(variance[(int) at[1]] + 1e-5);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void batchNormalizationTrainsAndDifferentiates(boolean last) {
        for (boolean relu : new boolean[] {false, true}) {
            BatchNormalization.Form form = new BatchNormalization.Form(1e-5f, false, true, relu);
            MemoryDesc desc = image(last, 3, 5, 4, 7);
            MemoryDesc channels = MemoryDesc.dense(F32, 5);
            Data x = Data.random(desc, 1);
            Data scale = Data.random(channels, 2);
            Data shift = Data.random(channels, 3);
            Data dy = Data.random(desc, 4);
            Data mean = Data.zeros(channels);
            Data variance = Data.zeros(channels);
            Data y = Data.zeros(desc);
            Statistics s = Statistics.of(x);
            Data workspace;
            try (Primitive p = BatchNormalization.forward(Pass.TRAINING, desc, desc, form)) {
                assertThat(p.takes(Arg.WORKSPACE)).isEqualTo(relu);
                assertThat(p.implementation()).doesNotContain("ref");
                if (relu) {
                    workspace = Data.zeros(p.desc(Arg.WORKSPACE));
                    Data.run(p, x, scale, shift, mean, variance, y, workspace);
                } else {
                    workspace = y;
                    Data.run(p, x, scale, shift, mean, variance, y);
                }
            }
            mean.mustBe(at -> s.mean()[(int) at[0]]);
            variance.mustBe(at -> s.variance()[(int) at[0]]);
            y.mustBe(at -> {
                double v = s.normal(x, at) * scale.get(at[1]) + shift.get(at[1]);
                return relu ? Math.max(v, 0) : v;
            });

            Data dx = Data.zeros(desc);
            Data dScale = Data.zeros(channels);
            Data dShift = Data.zeros(channels);
            try (Primitive p = BatchNormalization.backward(desc, desc, desc, form)) {
                if (relu) {
                    Data.run(p, x, dy, scale, mean, variance, workspace, dx, dScale, dShift);
                } else {
                    Data.run(p, x, dy, scale, mean, variance, dx, dScale, dShift);
                }
            }
            Data g = Data.filled(desc, at -> relu && y.get(at) <= 0 ? 0 : dy.get(at));
            double[] sumG = new double[5];
            double[] sumGx = new double[5];
            g.eachPosition(at -> sumG[(int) at[1]] += g.get(at));
            g.eachPosition(at -> sumGx[(int) at[1]] += g.get(at) * s.normal(x, at));
            dShift.mustBe(at -> sumG[(int) at[0]], 1e-4);
            dScale.mustBe(at -> sumGx[(int) at[0]], 1e-4);
            double count = 3 * 4 * 7;
            dx.mustBe(
                    at -> {
                        int c = (int) at[1];
                        return scale.get(c)
                                / Math.sqrt(s.variance()[c] + 1e-5)
                                * (g.get(at) - sumG[c] / count - s.normal(x, at) * sumGx[c] / count);
                    },
                    1e-4);
        }
    }

    @Test
    void batchNormalizationUsesGivenStatistics() {
        MemoryDesc desc = image(true, 2, 3, 4, 4);
        MemoryDesc channels = MemoryDesc.dense(F32, 3);
        Data x = Data.random(desc, 1);
        Data mean = Data.random(channels, 2);
        Data variance = Data.filled(channels, at -> 0.5 + at[0]);
        Data y = Data.zeros(desc);
        BatchNormalization.Form form = new BatchNormalization.Form(1e-5f, true, false, false);
        try (Primitive p = BatchNormalization.forward(Pass.INFERENCE, desc, desc, form)) {
            assertThat(p.args()).containsExactly(Arg.SRC, Arg.MEAN, Arg.VARIANCE, Arg.DST);
            Data.run(p, x, mean, variance, y);
        }
        y.mustBe(at -> (x.get(at) - mean.get(at[1])) / Math.sqrt(variance.get(at[1]) + 1e-5));
    }

    /** A window of 3 × 2 moved by 2 with padding 1 above and left, over {@code [2, C, 6, 5]}. */
    private static final long[] SIZE = {3, 2};

    private static final Window STEPS =
            new Window(new long[] {2, 2}, new long[2], new long[] {1, 1}, new long[] {0, 0});

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void maxPoolingRemembersThePositionInTheWindow(boolean last) {
        for (int channels : new int[] {3, 16, 17}) {
            MemoryDesc src = image(last, 2, channels, 6, 5);
            MemoryDesc dst = image(last, 2, channels, 3, 3);
            Data x = Data.random(src, 1);
            Data dy = Data.random(dst, 2);
            Data y = Data.zeros(dst);
            Data workspace;
            try (Primitive p = Pooling.forward(Pass.TRAINING, Pooling.Kind.MAX, src, dst, SIZE, STEPS)) {
                MemoryDesc positions = p.desc(Arg.WORKSPACE);
                assertThat(positions.type()).isEqualTo(DataType.U8);
                assertThat(positions.isStrided()).isTrue();
                assertThat(positions.strides()).isEqualTo(dst.strides());
                workspace = Data.zeros(positions);
                Data.run(p, x, y, workspace);
            }
            Data wantedDx = Data.zeros(src);
            y.eachPosition(at -> {
                int best = -1;
                double max = Double.NEGATIVE_INFINITY;
                for (int u = 0; u < 3; u++) {
                    for (int v = 0; v < 2; v++) {
                        long i = at[2] * 2 + u - 1;
                        long j = at[3] * 2 + v - 1;
                        if (i >= 0 && j >= 0 && i < 6 && j < 5 && x.get(at[0], at[1], i, j) > max) {
                            max = x.get(at[0], at[1], i, j);
                            best = u * 2 + v;
                        }
                    }
                }
                assertThat(y.get(at)).isEqualTo((float) max);
                long[] strides = workspace.desc().strides();
                long offset = at[0] * strides[0] + at[1] * strides[1] + at[2] * strides[2] + at[3] * strides[3];
                assertThat(workspace.memory().get(ValueLayout.JAVA_BYTE, offset))
                        .isEqualTo((byte) best);
                long i = at[2] * 2 + best / 2 - 1;
                long j = at[3] * 2 + best % 2 - 1;
                wantedDx.set(wantedDx.get(at[0], at[1], i, j) + dy.get(at), at[0], at[1], i, j);
            });
            Data dx = Data.zeros(src);
            try (Primitive p = Pooling.backward(Pooling.Kind.MAX, src, dst, SIZE, STEPS)) {
                assertThat(p.args()).containsExactly(Arg.DIFF_DST, Arg.WORKSPACE, Arg.DIFF_SRC);
                Data.run(p, dy, workspace, dx);
            }
            dx.mustBe(wantedDx::get);
        }
    }

    @Test
    void theFirstOfEqualMaximaIsRemembered() {
        MemoryDesc src = image(true, 1, 16, 4, 4);
        MemoryDesc dst = image(true, 1, 16, 2, 2);
        Data x = Data.filled(src, _ -> 1);
        Data y = Data.zeros(dst);
        try (Primitive p =
                Pooling.forward(Pass.TRAINING, Pooling.Kind.MAX, src, dst, new long[] {2, 2}, Window.square(2, 0))) {
            Data positions = Data.zeros(p.desc(Arg.WORKSPACE));
            positions.memory().fill((byte) 9);
            Data.run(p, x, y, positions);
            assertThat(positions.memory().toArray(ValueLayout.JAVA_BYTE))
                    .hasSize(64)
                    .containsOnly((byte) 0);
        }
        MemoryDesc large = image(true, 1, 1, 17, 17);
        try (Primitive p = Pooling.forward(
                Pass.TRAINING,
                Pooling.Kind.MAX,
                large,
                image(true, 1, 1, 1, 1),
                new long[] {17, 17},
                Window.square(1, 0))) {
            assertThat(p.desc(Arg.WORKSPACE).type()).isEqualTo(DataType.S32);
        }
    }

    @Test
    void averagePoolingCountsPaddingOrNot() {
        MemoryDesc src = image(true, 2, 5, 6, 5);
        MemoryDesc dst = image(true, 2, 5, 3, 3);
        Data x = Data.random(src, 1);
        for (Pooling.Kind kind : List.of(Pooling.Kind.AVERAGE_WITH_PADDING, Pooling.Kind.AVERAGE_WITHOUT_PADDING)) {
            Data y = Data.zeros(dst);
            Data dy = Data.random(dst, 2);
            Data dx = Data.zeros(src);
            try (Primitive p = Pooling.forward(Pass.TRAINING, kind, src, dst, SIZE, STEPS)) {
                assertThat(p.takes(Arg.WORKSPACE)).isFalse();
                Data.run(p, x, y);
            }
            try (Primitive p = Pooling.backward(kind, src, dst, SIZE, STEPS)) {
                Data.run(p, dy, dx);
            }
            Data wantedDx = Data.zeros(src);
            y.mustBe(at -> {
                double sum = 0;
                int inside = 0;
                for (long i = Math.max(0, at[2] * 2 - 1); i < at[2] * 2 + 2; i++) {
                    for (long j = Math.max(0, at[3] * 2 - 1); j < at[3] * 2 + 1; j++) {
                        sum += x.get(at[0], at[1], i, j);
                        inside++;
                    }
                }
                int divisor = kind == Pooling.Kind.AVERAGE_WITH_PADDING ? 6 : inside;
                for (long i = Math.max(0, at[2] * 2 - 1); i < at[2] * 2 + 2; i++) {
                    for (long j = Math.max(0, at[3] * 2 - 1); j < at[3] * 2 + 1; j++) {
                        wantedDx.set(wantedDx.get(at[0], at[1], i, j) + dy.get(at) / divisor, at[0], at[1], i, j);
                    }
                }
                return sum / divisor;
            });
            dx.mustBe(wantedDx::get);
        }
    }

    private static void eltwise(Eltwise.Kind kind, float alpha, DoubleUnaryOperator f, DoubleUnaryOperator slope) {
        MemoryDesc desc = image(true, 2, 3, 5, 4);
        Data x = Data.filled(desc, at -> Math.sin(1 + at[0] * 7 + at[1] * 3 + at[2] * 5 + at[3]) * 3);
        Data dy = Data.random(desc, 2);
        Data y = Data.zeros(desc);
        Data dx = Data.zeros(desc);
        try (Primitive p = Eltwise.forward(Pass.TRAINING, kind, desc, desc, alpha, 0, Attributes.NONE)) {
            Data.run(p, x, y);
        }
        y.mustBe(at -> f.applyAsDouble(x.get(at)), 1e-4);
        try (Primitive p = Eltwise.backward(kind, desc, desc, desc, alpha, 0)) {
            boolean fromResult = p.args()[0] == Arg.DST;
            assertThat(fromResult).isEqualTo(kind.name().endsWith("FROM_RESULT"));
            Data.run(p, fromResult ? y : x, dy, dx);
        }
        dx.mustBe(at -> dy.get(at) * slope.applyAsDouble(x.get(at)), 1e-4);
    }

    @Test
    void elementwiseFunctionsAndTheirSlopes() {
        DoubleUnaryOperator logistic = v -> 1 / (1 + Math.exp(-v));
        eltwise(Eltwise.Kind.RELU, 0.1f, v -> v > 0 ? v : 0.1 * v, v -> v > 0 ? 1 : 0.1);
        eltwise(Eltwise.Kind.RELU_FROM_RESULT, 0, v -> Math.max(v, 0), v -> v > 0 ? 1 : 0);
        eltwise(Eltwise.Kind.TANH, 0, Math::tanh, v -> 1 - Math.pow(Math.tanh(v), 2));
        eltwise(Eltwise.Kind.TANH_FROM_RESULT, 0, Math::tanh, v -> 1 - Math.pow(Math.tanh(v), 2));
        eltwise(Eltwise.Kind.EXP_FROM_RESULT, 0, Math::exp, Math::exp);
        eltwise(Eltwise.Kind.SQUARE, 0, v -> v * v, v -> 2 * v);
        eltwise(Eltwise.Kind.LOGISTIC, 0, logistic, v -> logistic.applyAsDouble(v) * (1 - logistic.applyAsDouble(v)));
        eltwise(Eltwise.Kind.SOFTPLUS, 1, v -> Math.log1p(Math.exp(v)), logistic);
        eltwise(Eltwise.Kind.ABS, 0, Math::abs, Math::signum);
    }

    @ParameterizedTest
    @EnumSource(Binary.Kind.class)
    void binaryFunctionsRepeatAxesOfSizeOne(Binary.Kind kind) {
        Data a = Data.random(image(true, 2, 3, 4, 5), 1);
        Data b = Data.random(image(true, 1, 3, 1, 1), 2);
        a.set(b.get(0, 0, 0, 0), 0, 0, 0, 0);
        Data y = Data.zeros(a.desc());
        try (Primitive p = Binary.of(kind, a.desc(), b.desc(), y.desc(), Attributes.NONE)) {
            assertThat(p.args()).containsExactly(Arg.SRC, Arg.SRC_1, Arg.DST);
            Data.run(p, a, b, y);
        }
        y.mustBe(at -> {
            double u = a.get(at);
            double v = b.get(0, at[1], 0, 0);
            return switch (kind) {
                case ADD -> u + v;
                case MUL -> u * v;
                case MAX -> Math.max(u, v);
                case MIN -> Math.min(u, v);
                case DIV -> u / v;
                case SUB -> u - v;
                case GREATER_OR_EQUAL -> u >= v ? 1 : 0;
                case GREATER -> u > v ? 1 : 0;
                case LESS_OR_EQUAL -> u <= v ? 1 : 0;
                case LESS -> u < v ? 1 : 0;
                case EQUAL -> u == v ? 1 : 0;
                case NOT_EQUAL -> u != v ? 1 : 0;
            };
        });
    }

    @Test
    void softmaxAndItsLogarithmDifferentiate() {
        Data x = Data.random(MemoryDesc.dense(F32, 5, 7), 1);
        Data dy = Data.random(x.desc(), 2);
        for (Softmax.Kind kind : Softmax.Kind.values()) {
            boolean logarithms = kind == Softmax.Kind.LOGARITHMS;
            Data y = Data.zeros(x.desc());
            Data dx = Data.zeros(x.desc());
            try (Primitive p = Softmax.forward(Pass.TRAINING, kind, x.desc(), y.desc(), 1)) {
                Data.run(p, x, y);
            }
            Data probabilities = Data.filled(x.desc(), at -> {
                double sum = 0;
                for (int j = 0; j < 7; j++) {
                    sum += Math.exp(x.get(at[0], j));
                }
                return Math.exp(x.get(at)) / sum;
            });
            y.mustBe(at -> logarithms ? Math.log(probabilities.get(at)) : probabilities.get(at));
            try (Primitive p = Softmax.backward(kind, x.desc(), x.desc(), y.desc(), 1)) {
                Data.run(p, y, dy, dx);
            }
            dx.mustBe(at -> {
                double sum = 0;
                for (int j = 0; j < 7; j++) {
                    sum += dy.get(at[0], j) * (logarithms ? 1 : probabilities.get(at[0], j));
                }
                return logarithms
                        ? dy.get(at) - probabilities.get(at) * sum
                        : probabilities.get(at) * (dy.get(at) - sum);
            });
        }
    }

    @Test
    void reorderChangesLayoutAndType() {
        Data x = Data.random(MemoryDesc.dense(F32, 2, 3, 4, 5), 1);
        Data last = Data.zeros(MemoryDesc.channelsLast(F32, 2, 3, 4, 5));
        try (Primitive p = Reorder.of(x.desc(), last.desc(), Attributes.NONE)) {
            Data.run(p, x, last);
        }
        last.mustBe(x::get);
        Data half = Data.zeros(MemoryDesc.dense(DataType.BF16, 2, 3, 4, 5));
        Data back = Data.zeros(x.desc());
        try (Primitive down = Reorder.of(last.desc(), half.desc(), Attributes.NONE);
                Primitive up = Reorder.of(half.desc(), back.desc(), Attributes.NONE)) {
            Data.run(down, last, half);
            Data.run(up, half, back);
        }
        back.mustBe(x::get, 4e-3);
    }
}
