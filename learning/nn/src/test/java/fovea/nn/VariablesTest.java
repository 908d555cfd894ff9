package fovea.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fovea.tensor.DType;
import fovea.tensor.Parameter;
import fovea.tensor.Shape;
import fovea.tensor.Spec;
import fovea.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class VariablesTest {

    record Tied(Linear there, Linear back) implements Layer {
        @Override
        public Tensor forward(Tensor x) {
            return back.forward(there.forward(x));
        }
    }

    static final class Opaque implements Layer {
        final Parameter weight = new Parameter(Tensor.ones(Shape.of(1)));

        @Override
        public Tensor forward(Tensor x) {
            return x.mul(weight.get());
        }
    }

    private final SplittableRandom random = new SplittableRandom(1);

    @Test
    void namesFollowComponentsAndPositions() {
        Sequential model = Sequential.of(Linear.of(3, 2, random), Tensor::relu, BatchNormLayer.of(2));
        assertThat(Variables.of(model).named().keySet())
                .containsExactly("0.weight", "0.bias", "2.weight", "2.bias", "2.running_mean", "2.running_var");
        assertThat(model.parameters()).hasSize(4);
        assertThat(Variables.of(model).parameterCount()).isEqualTo(3 * 2 + 2 + 2 + 2);
    }

    @Test
    void mapsAreNamedByTheirKeys() {
        assertThat(Variables.of(Map.of("head", Linear.of(1, 1, random))).named())
                .containsOnlyKeys("head.weight", "head.bias");
    }

    /** The order of a hash map differs from process to process, and so would that of a checkpoint. */
    @Test
    void mapsWithoutAnOrderAreReadInThatOfTheirKeys() {
        assertThat(Variables.of(Map.of(
                                "d",
                                parameter(),
                                "a",
                                parameter(),
                                "e",
                                parameter(),
                                "b",
                                parameter(),
                                "c",
                                parameter()))
                        .named()
                        .keySet())
                .containsExactly("a", "b", "c", "d", "e");
    }

    private static Parameter parameter() {
        return new Parameter(Tensor.scalar(0));
    }

    @Test
    void aSharedLayerKeepsItsFirstPath() {
        Linear shared = Linear.of(2, 2, random);
        assertThat(Variables.of(new Tied(shared, shared)).named().keySet())
                .containsExactly("there.weight", "there.bias");
    }

    @Test
    void whatIsFrozenKeepsItsNamesAndIsNotLearned() {
        Linear shared = Linear.of(2, 2, random);
        BatchNormLayer norm = BatchNormLayer.of(2);
        Frozen frozen = new Frozen(Sequential.of(shared, norm));
        Sequential model = Sequential.of(frozen, Linear.of(2, 1, random));
        assertThat(Variables.of(model).named().keySet())
                .containsExactly(
                        "0.0.weight",
                        "0.0.bias",
                        "0.1.weight",
                        "0.1.bias",
                        "0.1.running_mean",
                        "0.1.running_var",
                        "1.weight",
                        "1.bias");
        assertThat(Variables.of(model).namedParameters().keySet()).containsExactly("1.weight", "1.bias");
        // Elsewhere it is learned.
        assertThat(Variables.of(new Tied(shared, Linear.of(2, 2, random))).parameters())
                .hasSize(4);
        assertThat(Variables.of(List.of(frozen, shared)).namedParameters().keySet())
                .containsExactly("0.0.weight", "0.0.bias");
        Tensor x = Tensor.of(Shape.of(2, 2), 1f, 2, 3, 5);
        assertThat(Pass.training(() -> frozen.forward(x)).toArray())
                .isEqualTo(frozen.forward(x).toArray());
        assertThat(norm.runningMean().get().toArray()).containsExactly(0, 0);
    }

    @Test
    void aClassThatHidesItsVariablesIsRefused() {
        assertThatThrownBy(() -> Variables.of(List.of(new Opaque())))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("is a layer but not a record")
                .hasMessageContaining("declare it as a record");
    }

    @Test
    void valuesOfAnotherModelChangeNothing() {
        Linear linear = Linear.of(2, 1, random);
        float[] before = linear.weight().get().toArray();
        Map<String, Tensor> values = new HashMap<>(Map.of("weight", Tensor.zeros(Shape.of(1, 2))));
        Variables variables = Variables.of(linear);
        assertThatThrownBy(() -> variables.load(values))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("bias f32[1] is missing");
        values.put("bias", Tensor.zeros(Shape.of(3)));
        assertThatThrownBy(() -> variables.load(values))
                .hasMessageContaining("bias is f32[3] and this model's is f32[1]");
        values.put("bias", Tensor.zeros(Shape.of(1)));
        values.put("extra", Tensor.zeros(Shape.of(1)));
        assertThatThrownBy(() -> variables.load(values)).hasMessageContaining("extra has no place in this model");
        assertThat(linear.weight().get().toArray()).isEqualTo(before);
        values.remove("extra");
        variables.load(values);
        assertThat(linear.weight().get().toArray()).containsOnly(0);
    }

    @Test
    void valuesAreAskedForOneAtATimeAndLetGo() {
        Linear linear = Linear.of(2, 3, random);
        Variables variables = Variables.of(linear);
        Map<String, Spec> offered = new LinkedHashMap<>();
        variables.named().forEach((name, variable) -> offered.put(name, variable.spec()));
        List<Tensor> given = new ArrayList<>();
        variables.load(offered, name -> {
            given.forEach(before -> assertThatThrownBy(before::toArray).hasMessageContaining("given back"));
            given.add(Tensor.full(Objects.requireNonNull(offered.get(name)), 2 + given.size()));
            return given.getLast();
        });
        assertThat(given).hasSize(2);
        assertThat(linear.weight().get().toArray()).containsOnly(2);
        assertThat(linear.bias().get().toArray()).containsOnly(3);
    }

    @Test
    void weightsOfAnUnfilledModelAreZerosThatCanBeSetApart() {
        Linear linear = Initial.unfilled(() -> Linear.of(70, 1000, random));
        assertThat(linear.weight().get().toArray()).hasSize(70_000).containsOnly(0);
        linear.weight().set(Tensor.arange(70_000).cast(DType.F32).reshape(Shape.of(1000, 70)));
        assertThat(linear.weight().get().toArray()[69_999]).isEqualTo(69_999);
        assertThat(linear.bias().get().toArray()).containsOnly(0);
    }
}
