package fovea.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import fovea.autograd.Autograd;
import fovea.graph.Compiled;
import fovea.tensor.DType;
import fovea.tensor.Parameter;
import fovea.tensor.Shape;
import fovea.tensor.ShapeException;
import fovea.tensor.Tensor;
import fovea.testing.GradientCheck;
import fovea.testing.Samples;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Rows of a table, and bags of them. */
class EmbeddingTest {
    private static final float[] TABLE = {1, 2, 3, 4, 5, -6, 0, 0.5f, -1, 2};
    private final Tensor table = Tensor.of(Shape.of(5, 2), TABLE);
    private final Tensor ids = Tensor.of(Shape.of(2, 3), 1, 4, 1, 0, 2, 2);

    private static float[] gradient(Tensor table, UnaryOperator<Tensor> f) {
        return Autograd.gradient(table, w -> f.apply(w).sum()).toArray();
    }

    @Test
    void rowsStandWhereTheirNumbersStood() {
        Embedding embedding = new Embedding(new Parameter(table), Lookup.PLAIN);
        Tensor y = embedding.forward(ids);
        assertThat(y.shape()).isEqualTo(Shape.of(2, 3, 2));
        assertThat(y.toArray()).containsExactly(3, 4, -1, 2, 3, 4, 1, 2, 5, -6, 5, -6);
        assertThat(gradient(table, w -> Lookup.PLAIN.rows(w, ids))).containsExactly(1, 1, 2, 2, 2, 2, 0, 0, 1, 1);
    }

    @Test
    void longNumbersAreAsGoodAsShortOnes() {
        assertThat(Lookup.PLAIN.rows(table, Tensor.of(Shape.of(2), 3L, 0L)).toArray())
                .containsExactly(0, 0.5f, 1, 2);
    }

    @Test
    void theRowForPaddingIsReadAndNotLearned() {
        Lookup lookup = Lookup.PLAIN.withPadding(1);
        assertThat(lookup.rows(table, ids).toArray())
                .isEqualTo(Lookup.PLAIN.rows(table, ids).toArray());
        assertThat(gradient(table, w -> lookup.rows(w, ids))).containsExactly(1, 1, 0, 0, 2, 2, 0, 0, 1, 1);
        Embedding fresh = Embedding.of(4, 3, new SplittableRandom(1)).withPadding(-1);
        assertThat(fresh.lookup().padding()).isEqualTo(3);
        float[] weight = fresh.weight().get().toArray();
        assertThat(new float[] {weight[9], weight[10], weight[11]}).containsOnly(0);
        assertThat(weight[8]).isNotZero();
    }

    @Test
    void gradientsDividedByHowOftenARowWasFetched() {
        Lookup lookup = Lookup.PLAIN.scaledByFrequency();
        assertThat(lookup.rows(table, ids).toArray())
                .isEqualTo(Lookup.PLAIN.rows(table, ids).toArray());
        assertThat(gradient(table, w -> lookup.rows(w, ids))).containsExactly(1, 1, 1, 1, 1, 1, 0, 0, 1, 1);
    }

    @Test
    void rowsThatAreTooLongAreCutDownInTheTable() {
        Embedding embedding = new Embedding(new Parameter(table), Lookup.PLAIN.withMaxNorm(2.5, 2));
        float[] y = embedding.forward(ids).toArray();
        float[] after = embedding.weight().get().toArray();
        // Row 1 is of length 5, row 2 of √61, row 0 of √5; row 3 is not fetched.
        assertThat(y[0]).isCloseTo(1.5f, within(1e-6f));
        assertThat(after[3]).isCloseTo(2f, within(1e-6f));
        assertThat(after[4]).isCloseTo((float) (2.5 * 5 / Math.sqrt(61)), within(1e-6f));
        assertThat(new float[] {after[0], after[1], after[6], after[7], after[8]})
                .containsExactly(TABLE[0], TABLE[1], TABLE[6], TABLE[7], TABLE[8]);
        Lookup lookup = Lookup.PLAIN.withMaxNorm(2.5, 1);
        assertThat(lookup.rows(table, ids).toArray()[6]).isCloseTo(2.5f / 3, within(1e-6f));
        assertThat(gradient(table, w -> lookup.rows(w, ids))).containsExactly(1, 1, 2, 2, 2, 2, 0, 0, 1, 1);
    }

    /** The table is written within the step; its gradient is that of what was fetched. */
    @Test
    void aLimitedTableLearns() {
        Embedding embedding = new Embedding(new Parameter(table), Lookup.PLAIN.withMaxNorm(2.5, 2));
        var result = Autograd.valueAndGradients(
                embedding.parameters(), () -> embedding.forward(ids).square().sum());
        float[] y = embedding.forward(ids).toArray();
        float[] dw = result.gradients().get(embedding.weight()).toArray();
        assertThat(dw[2]).isCloseTo(2 * 2 * y[0], within(1e-5f));
        assertThat(dw[8]).isCloseTo(2 * y[2], within(1e-5f));
    }

    private Tensor bag(Tensor w, EmbeddingBag.Mode mode, int padding) {
        // Bags 1 4 1 | (empty) | 0 2 2
        return EmbeddingBag.of(
                w,
                ids.reshape(Shape.of(6)),
                Tensor.of(Shape.of(3), 0, 3, 3),
                null,
                Lookup.PLAIN.withPadding(padding),
                mode,
                false);
    }

    @Test
    void bagsAreAddedAveragedOrSearched() {
        assertThat(bag(table, EmbeddingBag.Mode.SUM, -1).toArray()).containsExactly(5, 10, 0, 0, 11, -10);
        assertThat(bag(table, EmbeddingBag.Mode.MEAN, -1).toArray())
                .usingComparatorWithPrecision(1e-6f)
                .containsExactly(5 / 3f, 10 / 3f, 0, 0, 11 / 3f, -10 / 3f);
        assertThat(bag(table, EmbeddingBag.Mode.MAX, -1).toArray()).containsExactly(3, 4, 0, 0, 5, 2);
        assertThat(gradient(table, w -> bag(w, EmbeddingBag.Mode.SUM, -1)))
                .containsExactly(1, 1, 2, 2, 2, 2, 0, 0, 1, 1);
        assertThat(gradient(table, w -> bag(w, EmbeddingBag.Mode.MAX, -1)))
                .containsExactly(0, 1, 1, 1, 1, 0, 0, 0, 0, 0);
    }

    @Test
    void paddingIsInNoBag() {
        assertThat(bag(table, EmbeddingBag.Mode.MEAN, 1).toArray())
                .usingComparatorWithPrecision(1e-6f)
                .containsExactly(-1, 2, 0, 0, 11 / 3f, -10 / 3f);
        assertThat(bag(table, EmbeddingBag.Mode.MAX, 1).toArray()).containsExactly(-1, 2, 0, 0, 5, 2);
        assertThat(gradient(table, w -> bag(w, EmbeddingBag.Mode.SUM, 2)))
                .containsExactly(1, 1, 2, 2, 0, 0, 0, 0, 1, 1);
    }

    @Test
    void rowsOfIdsAreBagsToo() {
        EmbeddingBag bags = new EmbeddingBag(new Parameter(table), Lookup.PLAIN, EmbeddingBag.Mode.SUM, false);
        assertThat(bags.forward(ids).toArray()).containsExactly(5, 10, 11, -10);
        Tensor weights = Tensor.of(Shape.of(2, 3), 1f, 0, 2, 0.5f, 1, -1);
        assertThat(bags.forward(ids, null, weights).toArray()).containsExactly(9, 12, 0.5f, 1);
        assertThat(Autograd.gradient(weights, w -> bags.forward(ids, null, w).sum())
                        .toArray())
                .containsExactly(7, 1, 7, 3, -1, -1);
    }

    @Test
    void offsetsMaySayWhereTheLastBagEnds() {
        EmbeddingBag bags = new EmbeddingBag(new Parameter(table), Lookup.PLAIN, EmbeddingBag.Mode.MEAN, true);
        Tensor y = bags.forward(ids.reshape(Shape.of(6)), Tensor.of(Shape.of(3), 0L, 2L, 6L), null);
        assertThat(y.toArray()).usingComparatorWithPrecision(1e-6f).containsExactly(1, 3, 3.5f, -1.5f);
    }

    /** Bags 1 4 | 1 0 2 2 with weights, first and second gradients in double precision. */
    @TestFactory
    Stream<DynamicTest> gradientsMatchDifferences() {
        Samples samples = new Samples(new SplittableRandom(1), DType.F64);
        Tensor flat = ids.reshape(Shape.of(6));
        Tensor offsets = Tensor.of(Shape.of(2), 0, 2);
        Tensor wide = samples.distinct(Shape.of(5, 2));
        Tensor weights = samples.positive(Shape.of(6));
        Map<String, Function<List<Tensor>, Tensor>> programs = Map.of(
                "rows", in -> Lookup.PLAIN.rows(in.getFirst(), ids),
                "sum",
                        in -> EmbeddingBag.of(
                                in.getFirst(), flat, offsets, in.get(1), Lookup.PLAIN, EmbeddingBag.Mode.SUM, false),
                "sum without padding",
                        in -> EmbeddingBag.of(
                                in.getFirst(),
                                flat,
                                offsets,
                                in.get(1),
                                Lookup.PLAIN.withPadding(1),
                                EmbeddingBag.Mode.SUM,
                                false),
                "mean",
                        in -> EmbeddingBag.of(
                                in.getFirst(), flat, offsets, null, Lookup.PLAIN, EmbeddingBag.Mode.MEAN, false),
                "max",
                        in -> EmbeddingBag.of(
                                in.getFirst(), flat, offsets, null, Lookup.PLAIN, EmbeddingBag.Mode.MAX, false));
        return programs.entrySet().stream()
                .map(e -> DynamicTest.dynamicTest(e.getKey(), () -> {
                    // Squared, so that the second gradient is not 0 throughout.
                    Function<List<Tensor>, List<Tensor>> program =
                            in -> List.of(e.getValue().apply(in).square());
                    GradientCheck check = new GradientCheck(e.getKey(), program, List.of(wide, weights));
                    check.first(1e-9);
                    check.second(1e-9);
                }));
    }

    /** Where bags begin may be known only when the step runs. */
    @Test
    void aCompiledStepTakesOtherBagsEachTime() {
        for (EmbeddingBag.Mode mode : EmbeddingBag.Mode.values()) {
            EmbeddingBag bags = new EmbeddingBag(new Parameter(table), Lookup.PLAIN, mode, false);
            Compiled step = Compiled.of(in -> List.of(bags.forward(in.get(0), in.get(1), null)));
            for (int[] begins : new int[][] {{0, 3, 3}, {0, 1, 5}, {0, 0, 6}}) {
                Tensor flat = ids.reshape(Shape.of(6));
                Tensor offsets = Tensor.of(Shape.of(3), begins);
                assertThat(step.run(flat, offsets).getFirst().toArray())
                        .isEqualTo(bags.forward(flat, offsets, null).toArray());
            }
        }
    }

    @Test
    void mistakesAreExplained() {
        assertThatThrownBy(() -> Lookup.PLAIN.rows(table, table))
                .isInstanceOf(ShapeException.class)
                .hasMessage(
                        "embedding: the table is f32[5, 2] and the ids f32[5, 2]%n  the table must be [V, D], and the ids i32 or i64"
                                .formatted());
        assertThatThrownBy(() -> Lookup.PLAIN.withPadding(5).rows(table, ids))
                .hasMessage("embedding: the table is [5, 2], the padding row 5%n  it has rows 0 to 4".formatted());
        EmbeddingBag bags = new EmbeddingBag(new Parameter(table), Lookup.PLAIN, EmbeddingBag.Mode.MAX, false);
        assertThatThrownBy(() -> bags.forward(ids.reshape(Shape.of(6))))
                .hasMessage(
                        "embeddingBag: the ids are i32[6] without offsets%n  ids are [B, L], or [n] with offsets [B] of i32 or i64"
                                .formatted());
        assertThatThrownBy(() -> bags.forward(ids, null, Tensor.ones(Shape.of(2, 3))))
                .hasMessage(
                        "embeddingBag: the ids are [2, 3] and the weights [2, 3], for a MAX%n  weights are like the ids, and only for a SUM"
                                .formatted());
    }
}
