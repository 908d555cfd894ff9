package fovea.graph;

import static org.assertj.core.api.Assertions.assertThat;

import fovea.tensor.DType;
import fovea.tensor.Shape;
import fovea.tensor.Spec;
import fovea.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The passes around casts between single precision and bf16, as the text of a graph before and after them. */
class RoundingPassesTest {
    private static final Spec HALVES = new Spec(Shape.of(2), DType.BF16);

    private static Graph graph() {
        return Trace.of(
                in -> {
                    Tensor wide = in.getFirst().mul(2).cast(DType.F32);
                    return List.of(wide.exp().cast(DType.BF16).mul(in.getFirst()), wide.sqrt(), wide.sum());
                },
                HALVES);
    }

    @Test
    void eachLoopWidensForItself() {
        assertThat(WidenAtReaders.of(graph())).hasToString("""
            %0:bf16[2] = input
            %1:bf16[2] = Affine[scale=2.0, shift=0.0] %0
            %2:f32[2] = Cast[to=f32] %1
            %9:f32[2] = Cast[to=f32] %1
            %3:f32[2] = Exp[] %9
            %4:bf16[2] = Cast[to=bf16] %3
            %5:bf16[2] = Mul[] %4 %0
            %10:f32[2] = Cast[to=f32] %1
            %6:f32[2] = Sqrt[] %10
            %7:f32[1] = Sum[axes=[0]] %2
            %8:f32[] = Reshape[to=[]] %7
            return %5 %6 %8\
            """);
    }

    @Test
    void castsAreStepsOfAChain() {
        assertThat(FuseElementwise.of(WidenAtReaders.of(graph()), true)).hasToString("""
            %0:bf16[2] = input
            %2:f32[2], %5:bf16[2], %6:f32[2] = Fused[inputs=1, steps=[\
            Step[op=Affine[scale=2.0, shift=0.0], a=0, b=0, c=0], Step[op=Cast[to=f32], a=1, b=1, c=1], \
            Step[op=Cast[to=f32], a=1, b=1, c=1], Step[op=Exp[], a=3, b=3, c=3], \
            Step[op=Cast[to=bf16], a=4, b=4, c=4], Step[op=Mul[], a=5, b=0, c=0], \
            Step[op=Cast[to=f32], a=1, b=1, c=1], Step[op=Sqrt[], a=7, b=7, c=7]], outputs=[2, 6, 8]] %0
            %7:f32[1] = Sum[axes=[0]] %2
            %8:f32[] = Reshape[to=[]] %7
            return %5 %6 %8\
            """);
    }

    /** A device that rounds after each op has nothing to gain. */
    @Test
    void castsStayWhereEachOpIsRounded() {
        assertThat(FuseElementwise.of(graph(), false).toString()).contains("= Cast[to=f32]", "= Cast[to=bf16]");
    }
}
