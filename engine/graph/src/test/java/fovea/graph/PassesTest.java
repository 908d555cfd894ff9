package fovea.graph;

import static org.assertj.core.api.Assertions.assertThat;

import fovea.device.Device;
import fovea.tensor.BatchNorm;
import fovea.tensor.Conv;
import fovea.tensor.DType;
import fovea.tensor.MaxPool;
import fovea.tensor.Shape;
import fovea.tensor.Spec;
import fovea.tensor.State;
import fovea.tensor.Tensor;
import fovea.tensor.Window;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Each pass, as the text of a graph before and after it. */
class PassesTest {
    private static final Spec PAIR = Spec.f32(Shape.of(2));

    private static Graph trace(Function<List<Tensor>, List<Tensor>> program, int inputs) {
        Spec[] specs = new Spec[inputs];
        java.util.Arrays.fill(specs, PAIR);
        return Trace.of(program, specs);
    }

    @Test
    void aTraceIsWrittenDownStepByStep() {
        State w = new State(Tensor.of(1, 2));
        Graph graph = trace(
                x -> {
                    Tensor y = x.get(0).add(w.get()).relu();
                    w.set(y);
                    return List.of(y.sum());
                },
                1);
        assertThat(graph).hasToString("""
            %0:f32[2] = input
            %1:f32[2] = read
            %2:f32[2] = Add[] %0 %1
            %3:f32[2] = Relu[] %2
            %4:f32[1] = Sum[axes=[0]] %3
            %5:f32[] = Reshape[to=[]] %4
            write %3 to State f32[2]
            return %5\
            """);
    }

    @Test
    void stepsNothingReadsAreDropped() {
        State w = new State(Tensor.of(1, 2));
        Graph graph = trace(
                x -> {
                    x.get(1).exp();
                    Tensor kept = x.get(0).tanh();
                    kept.log().sqrt();
                    w.set(kept);
                    return List.of(x.get(0).neg());
                },
                2);
        assertThat(graph.nodes()).hasSize(7);
        assertThat(DropDead.of(graph)).hasToString("""
            %0:f32[2] = input
            %1:f32[2] = input
            %3:f32[2] = Tanh[] %0
            %6:f32[2] = Affine[scale=-1.0, shift=0.0] %0
            write %3 to State f32[2]
            return %6\
            """);
    }

    @Test
    void equalStepsAreSharedEvenWhereTheirArgumentsWereEqualSteps() {
        State w = new State(Tensor.of(1, 2));
        Graph graph = trace(
                x -> {
                    Tensor a = x.get(0).exp().tanh();
                    Tensor b = x.get(0).exp().tanh();
                    w.set(b);
                    return List.of(a.add(b), b, a.sub(x.get(0)));
                },
                1);
        assertThat(ShareEqual.of(graph)).hasToString("""
            %0:f32[2] = input
            %1:f32[2] = Exp[] %0
            %2:f32[2] = Tanh[] %1
            %5:f32[2] = Add[] %2 %2
            %6:f32[2] = Sub[] %2 %0
            write %2 to State f32[2]
            return %5 %2 %6\
            """);
    }

    @Test
    void constantsAreFoldedButNotExpanded() {
        Graph graph = trace(
                x -> List.of(x.get(0)
                        .mul(Tensor.scalar(3).add(1))
                        .add(Tensor.of(5, 6).mul(2))),
                1);
        Graph folded = DropDead.of(FoldConstants.of(graph, Device.best()));
        assertThat(folded.toString().lines().filter(l -> !l.endsWith("constant")))
                .containsExactly(
                        "%0:f32[2] = input",
                        "%4:f32[2] = Expand[to=[2]] %3",
                        "%5:f32[2] = Mul[] %0 %4",
                        "%8:f32[2] = Add[] %5 %7",
                        "return %8");
        assertThat(folded.run(Tensor.of(1, 2)).getFirst().toArray()).containsExactly(14, 20);
    }

    @Test
    void productsThatAreTurnedAreMultipliedTurned() {
        Spec x = Spec.f32(Shape.of(4, 3));
        Spec dy = Spec.f32(Shape.of(4, 2));
        Graph graph = Trace.of(
                in -> List.of(
                        in.get(0).transpose().matmul(in.get(1)).transpose().relu()),
                x,
                dy);
        assertThat(graph).hasToString("""
            %0:f32[4, 3] = input
            %1:f32[4, 2] = input
            %2:f32[3, 4] = Permute[order=[1, 0]] %0
            %3:f32[3, 2] = MatMul[] %2 %1
            %4:f32[2, 3] = Permute[order=[1, 0]] %3
            %5:f32[2, 3] = Relu[] %4
            return %5\
            """);
        assertThat(TurnProducts.of(graph)).hasToString("""
            %0:f32[4, 3] = input
            %1:f32[4, 2] = input
            %6:f32[2, 4] = Permute[order=[1, 0]] %1
            %4:f32[2, 3] = MatMul[] %6 %0
            %5:f32[2, 3] = Relu[] %4
            return %5\
            """);
    }

    @Test
    void aProductThatIsAlsoReadAsItIsStays() {
        Spec x = Spec.f32(Shape.of(3, 3));
        Graph graph = Trace.of(
                in -> {
                    Tensor product = in.get(0).matmul(in.get(1));
                    return List.of(product.transpose(), product);
                },
                x,
                x);
        assertThat(TurnProducts.of(graph)).hasToString(graph.toString());
    }

    @Test
    void elementwiseNeighboursAreFused() {
        Graph graph = trace(
                x -> List.of(x.get(0).mul(x.get(1)).add(1).relu(), x.get(0).sum()), 2);
        assertThat(graph.toString().lines()).hasSize(8);
        assertThat(FuseElementwise.of(graph, false)).hasToString("""
            %0:f32[2] = input
            %1:f32[2] = input
            %4:f32[2] = Fused[inputs=2, steps=[Step[op=Mul[], a=0, b=1, c=1], \
            Step[op=Affine[scale=1.0, shift=1.0], a=2, b=2, c=2], Step[op=Relu[], a=3, b=3, c=3]], outputs=[4]] %0 %1
            %5:f32[1] = Sum[axes=[0]] %0
            %6:f32[] = Reshape[to=[]] %5
            return %4 %6\
            """);
    }

    /** The condition is read as the number that the comparison gives; as a truth value it is not made any more. */
    @Test
    void aChoiceByAComparisonIsFusedWithIt() {
        Graph graph = trace(
                x -> List.of(x.get(0).gt(x.get(1)).where(x.get(0), x.get(1).mul(0.5))), 2);
        assertThat(graph.toString()).contains("Cast[to=bool]", "Where[]");
        assertThat(FuseElementwise.of(graph, false)).hasToString("""
            %0:f32[2] = input
            %1:f32[2] = input
            %5:f32[2] = Fused[inputs=2, steps=[Step[op=Less[], a=0, b=1, c=1], \
            Step[op=Affine[scale=0.5, shift=0.0], a=0, b=0, c=0], Step[op=Where[], a=2, b=1, c=3]], outputs=[4]] %1 %0
            return %5\
            """);
    }

    /** What is above 0 holds in a chain, and what is not 0 as a truth value. */
    @Test
    void aChoiceByAnyNumberIsLeftAlone() {
        Graph graph = trace(x -> List.of(x.get(0).cast(DType.BOOL).where(x.get(0), x.get(1))), 2);
        assertThat(FuseElementwise.of(graph, false)).hasToString(graph.toString());
    }

    @Test
    void aGroupIsNotFusedAroundWhatDependsOnIt() {
        Graph graph = trace(
                x -> {
                    Tensor y = x.get(0).exp();
                    return List.of(y.mul(y.logSoftmax()));
                },
                1);
        assertThat(FuseElementwise.of(graph, false)).hasToString("""
            %0:f32[2] = input
            %1:f32[2] = Exp[] %0
            %2:f32[2] = LogSoftmax[] %1
            %3:f32[2] = Mul[] %1 %2
            return %3\
            """);
    }

    @Test
    void valuesReadOutsideComeOutOfTheGroup() {
        State w = new State(Tensor.of(1, 2));
        Graph graph = trace(
                x -> {
                    Tensor a = x.get(0).exp();
                    Tensor b = a.neg();
                    w.set(b);
                    return List.of(b.tanh(), a.logSoftmax());
                },
                1);
        String fused = FuseElementwise.of(graph, false).toString();
        assertThat(fused)
                .contains("%1:f32[2], %2:f32[2], %3:f32[2] = Fused[inputs=1,")
                .contains("outputs=[1, 2, 3]] %0");
    }

    @Test
    void batchNormAndRectifierAreJoinedOnlyWhereNothingElseReadsBetween() {
        Spec image = Spec.f32(Shape.of(2, 3, 2, 2));
        Spec channel = Spec.f32(Shape.of(3));
        Graph joined = Trace.of(
                x -> List.of(new BatchNorm(1e-5).outputs(x.toArray(Tensor[]::new))[0].relu()), image, channel, channel);
        Graph apart = Trace.of(
                x -> {
                    Tensor y = new BatchNorm(1e-5).outputs(x.toArray(Tensor[]::new))[0];
                    return List.of(y.relu(), y);
                },
                image,
                channel,
                channel);
        assertThat(FuseBatchNorm.of(joined).toString()).contains("Rectified[").doesNotContain("Relu");
        assertThat(FuseBatchNorm.of(apart)).hasToString(apart.toString());
    }

    @Test
    void castsComeBeforeExpansions() {
        Graph graph = trace(
                x -> List.of(
                        x.get(0).reshape(Shape.of(1, 2)).expand(Shape.of(3, 2)).cast(DType.BF16)),
                1);
        assertThat(ExpandLast.of(graph)).hasToString("""
            %0:f32[2] = input
            %1:f32[1, 2] = Reshape[to=[1, 2]] %0
            %4:bf16[1, 2] = Cast[to=bf16] %1
            %3:bf16[3, 2] = Expand[to=[3, 2]] %4
            return %3\
            """);
    }

    /** {@code relu(conv(x, w) + b + x)}. */
    private static List<Tensor> residual(Tensor x, Tensor w, Tensor b) {
        return List.of(new Conv(Window.of(1, 1), 1)
                .apply(x, w)
                .add(b.reshape(Shape.of(1, 2, 1, 1)))
                .add(x)
                .relu());
    }

    private static final Spec IMAGE = Spec.f32(Shape.of(1, 2, 3, 3));

    @Test
    void biasAdditionAndRectifierJoinTheConvolution() {
        Graph graph =
                Trace.of(x -> residual(x.get(0), x.get(1), x.get(2)), IMAGE, Spec.f32(Shape.of(2, 2, 1, 1)), PAIR);
        assertThat(DropDead.of(FuseEpilogue.inInference(graph, false))).hasToString("""
            %0:f32[1, 2, 3, 3] = input
            %1:f32[2, 2, 1, 1] = input
            %2:f32[2] = input
            %8:f32[1, 2, 3, 3] = Finished[op=Conv[window=[1, 1], groups=1], biased=true, added=true, rectified=true, wide=false] %0 %1 %2 %0
            return %8\
            """);
        assertThat(DropDead.of(FuseEpilogue.inTraining(graph, false))).hasToString("""
            %0:f32[1, 2, 3, 3] = input
            %1:f32[2, 2, 1, 1] = input
            %2:f32[2] = input
            %7:f32[1, 2, 3, 3] = Finished[op=Conv[window=[1, 1], groups=1], biased=true, added=true, rectified=false, wide=false] %0 %1 %2 %0
            %8:f32[1, 2, 3, 3] = Relu[] %7
            return %8\
            """);
    }

    @Test
    void whatElseReadsAResultKeepsItApart() {
        Graph graph = Trace.of(
                x -> {
                    Tensor y = new Conv(Window.of(1, 1), 1).apply(x.get(0), x.get(1));
                    return List.of(y.relu(), y);
                },
                IMAGE,
                Spec.f32(Shape.of(2, 2, 1, 1)));
        assertThat(FuseEpilogue.inInference(graph, false)).hasToString(graph.toString());
    }

    @Test
    void variablesAreFrozenAndLinesOfChannelsFoldedIntoConstantWeights() {
        State w = new State(Tensor.of(Shape.of(2, 2, 1, 1), 1f, 2f, 3f, 4f));
        State scale = new State(Tensor.of(10, 100));
        State shift = new State(Tensor.of(5, 6));
        Graph graph = Trace.of(
                x -> List.of(new Conv(Window.of(1, 1), 1)
                        .apply(x.get(0), w.get())
                        .sub(1)
                        .mul(scale.get().reshape(Shape.of(1, 2, 1, 1)))
                        .add(shift.get().reshape(Shape.of(1, 2, 1, 1)))),
                IMAGE);
        Device reference = Device.named("reference");
        Graph scaled = DropDead.of(FoldScale.of(FoldConstants.of(Freeze.of(graph), reference), reference));
        assertThat(ops(scaled)).as("the product is left to the planner").containsExactly("Expand", "Mul", "Finished");
        Graph folded = DropDead.of(FoldConstants.throughout(scaled, reference));
        assertThat(folded.nodes()).hasSize(4);
        assertThat(constant(folded, 1)).containsExactly(10, 20, 300, 400);
        assertThat(constant(folded, 2)).containsExactly(-5, -94);
    }

    /** A rectified convolution, pooled, and two more with what was pooled as addend. */
    private static Graph residualNet() {
        Tensor w1 = Tensor.of(Shape.of(2, 2, 1, 1), 1.27f, 0, -0.5f, 2.54f);
        Tensor w2 = Tensor.of(Shape.of(2, 2, 1, 1), 0.127f, -0.01f, 0, 0.0127f);
        Conv conv = new Conv(Window.of(1, 1), 1);
        Graph graph = Trace.of(
                in -> {
                    Tensor x = in.getFirst();
                    Tensor b = Tensor.of(0.5f, 1).reshape(Shape.of(1, 2, 1, 1));
                    Tensor y = conv.apply(x, w1).add(b).relu();
                    Tensor pooled = new MaxPool(Window.of(2, 2)).outputs(y)[0];
                    Tensor z = conv.apply(pooled, w2).add(pooled);
                    return List.of(conv.apply(z, w2).add(z).relu());
                },
                IMAGE);
        Device device = Device.named("reference");
        return DropDead.of(FuseEpilogue.inInference(DropDead.of(FoldConstants.of(graph, device)), false));
    }

    private static Spread spread(float largest) {
        Spread spread = new Spread();
        spread.add(new float[] {largest});
        return spread;
    }

    @Test
    void convolutionsByConstantWeightsAreComputedInBytesAndHandOnBytes() {
        Graph graph = residualNet();
        assertThat(withoutConstants(graph)).isEqualTo("""
            %0:f32[1, 2, 3, 3] = input
            %7:f32[1, 2, 3, 3] = Finished[op=Conv[window=[1, 1], groups=1], biased=true, added=false, rectified=true, wide=false] %0 %3 %2
            %8:f32[1, 2, 2, 2], %9:u8[1, 2, 2, 2] = MaxPool[window=[2, 2]] %7
            %12:f32[1, 2, 2, 2] = Finished[op=Conv[window=[1, 1], groups=1], biased=false, added=true, rectified=false, wide=false] %8 %10 %8
            %15:f32[1, 2, 2, 2] = Finished[op=Conv[window=[1, 1], groups=1], biased=false, added=true, rectified=true, wide=false] %12 %10 %12
            return %15\
            """);
        Map<Graph.Value, Spread> seen = new HashMap<>();
        QuantizeProducts.watched(graph).forEach(v -> seen.put(v, spread(3)));
        Graph quantized = DropDead.of(QuantizeProducts.of(graph, seen));
        assertThat(withoutConstants(quantized).replaceAll("(scale|share)=[0-9.E-]+", "$1=s"))
                .isEqualTo("""
            %0:f32[1, 2, 3, 3] = input
            %7:f32[1, 2, 3, 3] = Finished[op=Conv[window=[1, 1], groups=1], biased=true, added=false, rectified=true, wide=false] %0 %3 %2
            %16:u8[1, 2, 3, 3] = Quantize[scale=s, to=u8] %7
            %17:u8[1, 2, 2, 2] = Largest[window=[2, 2]] %16
            %21:i8[1, 2, 2, 2] = Quantized[op=Conv[window=[1, 1], groups=1], biased=false, added=true, share=s, rectified=false, to=i8] %17 %19 %20 %17
            %22:f32[1, 2, 2, 2] = Cast[to=f32] %21
            %12:f32[1, 2, 2, 2] = Affine[scale=s, shift=0.0] %22
            %25:f32[1, 2, 2, 2] = Quantized[op=Conv[window=[1, 1], groups=1], biased=false, added=false, share=s, rectified=false, to=f32] %21 %23 %24
            %26:f32[1, 2, 2, 2] = Add[] %25 %12
            %15:f32[1, 2, 2, 2] = Relu[] %26
            return %15\
            """);
        float[] pixels = new float[18];
        for (int i = 0; i < 18; i++) {
            pixels[i] = (i % 7 - 3) / 4f;
        }
        Tensor x = Tensor.of(IMAGE.shape(), pixels);
        float[] expected = graph.run(x).getFirst().toArray();
        assertThat(quantized.run(x).getFirst().toArray())
                .usingComparatorWithPrecision(0.03f)
                .containsExactly(expected);
    }

    /** A convolution, its results between 0 and 6, and another convolution, of eight channels. */
    private static Graph boundedNet() {
        Tensor w = Tensor.full(Spec.f32(Shape.of(8, 8, 1, 1)), 0.25);
        Conv conv = new Conv(Window.of(1, 1), 1);
        return DropDead.of(FoldConstants.of(
                Trace.of(
                        in -> List.of(conv.apply(conv.apply(in.getFirst(), w).relu6(), w)),
                        Spec.f32(Shape.of(1, 8, 2, 2))),
                Device.named("reference")));
    }

    @Test
    void choicesOfConstantBoundsBecomeARectifierAndAMinimum() {
        assertThat(ops(boundedNet())).contains("Where", "LessEqual").doesNotContain("Minimum");
        Graph folded = DropDead.of(FoldBounds.of(boundedNet()));
        assertThat(ops(folded)).containsExactly("Conv", "Expand", "Relu", "Minimum", "Conv");
        Tensor x = Tensor.of(Shape.of(1, 8, 2, 2), ramp(32));
        assertThat(folded.run(x).getFirst().toArray())
                .containsExactly(boundedNet().run(x).getFirst().toArray())
                .contains(12f, 0f);
    }

    /** In numbers of which the last is 6, nothing is above it: no op is needed. */
    @Test
    void anUpperBoundIsTheEndOfTheRange() {
        Graph graph = DropDead.of(FuseEpilogue.inInference(DropDead.of(FoldBounds.of(boundedNet())), false));
        Map<Graph.Value, Spread> seen = new HashMap<>();
        QuantizeProducts.watched(graph).forEach(v -> seen.put(v, spread(6.5f)));
        Graph quantized = DropDead.of(QuantizeProducts.of(graph, seen));
        assertThat(ops(quantized)).containsExactly("Quantize", "Quantized", "Quantized");
        Tensor x = Tensor.of(Shape.of(1, 8, 2, 2), ramp(32));
        assertThat(quantized.run(x).getFirst().toArray())
                .usingComparatorWithPrecision(0.15f)
                .containsExactly(graph.run(x).getFirst().toArray());
    }

    /** From below what the bounds let pass to above it, the same in each channel. */
    private static float[] ramp(int count) {
        float[] x = new float[count];
        for (int i = 0; i < count; i++) {
            x[i] = new float[] {-2, 1, 2.5f, 6}[i % 4];
        }
        return x;
    }

    private static List<String> ops(Graph graph) {
        return graph.nodes().stream()
                .filter(Graph.Apply.class::isInstance)
                .map(n -> ((Graph.Apply) n).op().getClass().getSimpleName())
                .toList();
    }

    private static String withoutConstants(Graph graph) {
        return graph.toString().lines().filter(l -> !l.endsWith("constant")).collect(Collectors.joining("\n"));
    }

    private static double[] constant(Graph graph, int node) {
        return ((Graph.Constant) graph.nodes().get(node))
                .tensor()
                .cast(DType.F64)
                .toDoubles();
    }
}
