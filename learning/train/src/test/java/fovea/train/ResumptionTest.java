package fovea.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import fovea.autograd.Autograd;
import fovea.autograd.Autograd.ValueAndGradients;
import fovea.device.Device;
import fovea.device.Region;
import fovea.nn.CheckpointException;
import fovea.nn.Linear;
import fovea.nn.Loss;
import fovea.nn.Variables;
import fovea.tensor.DType;
import fovea.tensor.RandomStream;
import fovea.tensor.Shape;
import fovea.tensor.Spec;
import fovea.tensor.State;
import fovea.tensor.Tensor;
import fovea.tensor.Variable;
import fovea.train.optim.Adadelta;
import fovea.train.optim.Adagrad;
import fovea.train.optim.Adam;
import fovea.train.optim.Adamax;
import fovea.train.optim.Asgd;
import fovea.train.optim.ConjugateGradient;
import fovea.train.optim.Cyclic;
import fovea.train.optim.Lbfgs;
import fovea.train.optim.Muon;
import fovea.train.optim.NAdam;
import fovea.train.optim.OneCycle;
import fovea.train.optim.Optimizer;
import fovea.train.optim.ParameterGroups;
import fovea.train.optim.Plateau;
import fovea.train.optim.RAdam;
import fovea.train.optim.RmsProp;
import fovea.train.optim.Rprop;
import fovea.train.optim.Schedule;
import fovea.train.optim.Sgd;
import fovea.train.optim.WeightAverage;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** A run that is saved, forgotten and read again goes on in the same bits, whatever it carries along. */
class ResumptionTest {
    private static final Device PLAIN = Device.named("reference");
    private static final int STEPS = 8;
    private static final int CUT = 3;

    @TempDir
    private Path folder;

    private static final Map<String, Function<Linear, Optimizer>> OPTIMIZERS = optimizers();

    private static Map<String, Function<Linear, Optimizer>> optimizers() {
        Map<String, Function<Linear, Optimizer>> all = new LinkedHashMap<>();
        all.put("SGD", Sgd::of);
        all.put("SGD, momentum dampened", m -> Sgd.of(m, 0.9, 0.01).withDampening(0.5));
        all.put("SGD, Nesterov, clipped", m -> Sgd.of(m, 0.9, 0).withNesterov().withClippedNorm(0.1));
        all.put("Adam", Adam::of);
        all.put("AMSGrad, decoupled decay", m -> Adam.of(m).withAmsgrad().withDecoupledWeightDecay(0.1));
        all.put("Adamax", Adamax::of);
        all.put("NAdam", NAdam::of);
        all.put("RAdam", RAdam::of);
        all.put("RMSprop", m -> RmsProp.of(m).centered().withMomentum(0.9));
        all.put("Adagrad", m -> Adagrad.of(m, 0.1, 0.1, 1e-8));
        all.put("Adadelta", Adadelta::of);
        all.put("ASGD", m -> Asgd.of(m, 0.01, 0.75, 2));
        all.put("Rprop", Rprop::of);
        all.put(
                "Muon",
                m -> ParameterGroups.of(
                        ParameterGroups.group(m.weight(), Muon.of(m.weight()).withNormalizedWeights(), 1),
                        ParameterGroups.group(m.bias(), Sgd.of(m.bias()), 1)));
        all.put(
                "groups",
                m -> ParameterGroups.of(
                        ParameterGroups.group(m.weight(), Adam.of(m.weight()), 1),
                        ParameterGroups.group(m.bias(), Sgd.of(m.bias(), 0.9, 0).maximizing(), 0.1)));
        return all;
    }

    /** All that a run is made of: a model, its optimizer, averages of its weights and noise on its images. */
    private record Run(Linear model, Optimizer optimizer, WeightAverage average, Plateau plateau, State random) {
        static Run of(Function<Linear, Optimizer> optimizer, RandomStream noise) {
            Linear model = Linear.of(4, 3, new SplittableRandom(5));
            Plateau plateau = Plateau.of(
                    0.05, Plateau.Options.of(Plateau.Goal.MIN).withPatience(0).withFactor(0.5));
            return new Run(
                    model, optimizer.apply(model), WeightAverage.exponential(model, 0.9), plateau, noise.state());
        }

        List<Object> others() {
            return List.of(optimizer, average, plateau, random);
        }

        void go(int from, int to, Schedule schedule, RandomStream noise) {
            for (int i = from; i < to; i++) {
                int step = i;
                Region.run(() -> {
                    optimizer.setLearningRate(schedule.at(step, STEPS));
                    ValueAndGradients y = loss(model, noise);
                    optimizer.step(y.gradients());
                    average.update();
                    plateau.measured(y.value().item());
                });
            }
        }

        Map<String, List<Byte>> bits() {
            return ResumptionTest.bits(Map.of("model", model, "others", others()));
        }
    }

    private static ValueAndGradients loss(Linear model, RandomStream noise) {
        Tensor x = noise.normal(Shape.of(6, 4));
        Tensor labels = Tensor.of(Shape.of(6), 0, 1, 2, 0, 1, 2);
        return Autograd.valueAndGradients(
                Variables.of(model).parameters(), () -> Loss.crossEntropy(model.forward(x), labels));
    }

    private static Map<String, List<Byte>> bits(Object parts) {
        Map<String, List<Byte>> bits = new TreeMap<>();
        Variables.of(parts).named().forEach((path, variable) -> bits.put(path, bytes(variable)));
        return bits;
    }

    private static List<Byte> bytes(Variable variable) {
        byte[] bytes = new byte[(int) variable.spec().bytes()];
        variable.get().copyTo(MemorySegment.ofArray(bytes));
        List<Byte> boxed = new ArrayList<>();
        for (byte each : bytes) {
            boxed.add(each);
        }
        return boxed;
    }

    private void resumes(Function<Linear, Optimizer> optimizer, Function<Run, Schedule> schedule) {
        PLAIN.use(() -> {
            RandomStream noise = RandomStream.of(11);
            Run whole = Run.of(optimizer, noise);
            whole.go(0, STEPS, schedule.apply(whole), noise);

            RandomStream before = RandomStream.of(11);
            Run cut = Run.of(optimizer, before);
            cut.go(0, CUT, schedule.apply(cut), before);
            Path file = folder.resolve("cut.safetensors");
            Checkpoint.save(file, cut.model(), cut.others(), Position.START);

            RandomStream after = RandomStream.of(99);
            Run resumed = Run.of(optimizer, after);
            assertThat(resumed.bits()).isNotEqualTo(cut.bits());
            Checkpoint.load(file, resumed.model(), resumed.others());
            assertThat(resumed.bits()).isEqualTo(cut.bits());
            resumed.go(CUT, STEPS, schedule.apply(resumed), after);
            assertThat(resumed.bits()).isEqualTo(whole.bits()).isNotEqualTo(cut.bits());
            return 0;
        });
    }

    @TestFactory
    Stream<DynamicTest> everyOptimizerGoesOn() {
        return OPTIMIZERS.entrySet().stream()
                .map(each -> dynamicTest(
                        each.getKey(), () -> resumes(each.getValue(), _ -> Schedule.exponential(0.05, 0.9))));
    }

    @TestFactory
    Stream<DynamicTest> everyScheduleGoesOn() {
        Map<String, Function<Run, Schedule>> schedules = new LinkedHashMap<>();
        schedules.put("one cycle", _ -> OneCycle.of(0.1));
        schedules.put("cyclic", _ -> Cyclic.of(0.01, 0.1).withLength(2, 2).halving());
        schedules.put("warm restarts", _ -> Schedule.warmRestarts(0.1, 2, 2, 0));
        schedules.put("warm-up", _ -> Schedule.linear(0.1, 0.1, 1, 4).then(4, Schedule.cosine(0.1, 4, 0)));
        schedules.put("plateau", Run::plateau);
        return schedules.entrySet().stream()
                .map(each -> dynamicTest(
                        each.getKey(), () -> resumes(OPTIMIZERS.get("SGD, momentum dampened"), each.getValue())));
    }

    @Test
    void lbfgsGoesOn() {
        PLAIN.use(() -> {
            Lbfgs.Options options = Lbfgs.Options.DEFAULT
                    .withIterations(2)
                    .withEvaluations(50)
                    .withHistory(3)
                    .withStrongWolfe();
            Linear wholeModel = Linear.of(4, 3, new SplittableRandom(5));
            Lbfgs whole = Lbfgs.of(wholeModel, options);
            minimize(wholeModel, whole, 5);

            Linear cutModel = Linear.of(4, 3, new SplittableRandom(5));
            Lbfgs cut = Lbfgs.of(cutModel, options);
            minimize(cutModel, cut, 2);
            Path file = folder.resolve("lbfgs.safetensors");
            Checkpoint.save(file, cutModel, cut, Position.START);

            Linear model = Linear.of(4, 3, new SplittableRandom(6));
            Lbfgs resumed = Lbfgs.of(model, options);
            Checkpoint.load(file, model, resumed);
            minimize(model, resumed, 3);
            assertThat(bits(List.of(model, resumed)))
                    .isEqualTo(bits(List.of(wholeModel, whole)))
                    .isNotEqualTo(bits(List.of(cutModel, cut)));
            return 0;
        });
    }

    @Test
    void conjugateGradientsGoOn() {
        PLAIN.use(() -> {
            Linear wholeModel = Linear.of(4, 3, new SplittableRandom(5));
            conjugate(wholeModel, ConjugateGradient.of(wholeModel, 2), 4);

            Linear cutModel = Linear.of(4, 3, new SplittableRandom(5));
            ConjugateGradient cut = ConjugateGradient.of(cutModel, 2);
            conjugate(cutModel, cut, 1);
            Path file = folder.resolve("conjugate.safetensors");
            Checkpoint.save(file, cutModel, cut, Position.START);

            Linear model = Linear.of(4, 3, new SplittableRandom(6));
            ConjugateGradient resumed = ConjugateGradient.of(model, 2);
            Checkpoint.load(file, model, resumed);
            conjugate(model, resumed, 3);
            assertThat(bits(model)).isEqualTo(bits(wholeModel)).isNotEqualTo(bits(cutModel));
            return 0;
        });
    }

    private static void conjugate(Linear model, ConjugateGradient optimizer, int steps) {
        for (int i = 0; i < steps; i++) {
            optimizer.step(() -> loss(model, RandomStream.of(3)));
        }
    }

    private static void minimize(Linear model, Lbfgs lbfgs, int steps) {
        for (int i = 0; i < steps; i++) {
            lbfgs.step(() -> loss(model, RandomStream.of(3)));
        }
    }

    /** One state of each type, with elements that another type could not hold. */
    private static SequencedMap<String, State> ofEveryType(boolean filled) {
        SequencedMap<String, State> states = new LinkedHashMap<>();
        Map<DType, List<Double>> elements = new LinkedHashMap<>();
        elements.put(DType.F64, List.of(Math.PI, 1e300, -0.0));
        elements.put(DType.F32, List.of(16777215.0, 1e-38, Double.NEGATIVE_INFINITY));
        elements.put(DType.F16, List.of(65504.0, -0.333251953125, 6e-8));
        elements.put(DType.BF16, List.of(3e38, -1.0078125, 0.0));
        elements.put(DType.I8, List.of(-128.0, 127.0, -1.0));
        elements.put(DType.U8, List.of(255.0, 128.0, 1.0));
        elements.put(DType.I32, List.of(-2147483648.0, 2147483647.0, 7.0));
        elements.put(DType.BOOL, List.of(1.0, 0.0, 1.0));
        elements.forEach((type, values) -> {
            Tensor exact = Tensor.of(
                    Shape.of(3),
                    values.stream().mapToDouble(Double::doubleValue).toArray());
            Tensor value = filled ? exact.cast(type) : Tensor.full(new Spec(Shape.of(3), type), 0);
            states.put("of_" + type, new State(value));
        });
        long[] large = filled ? new long[] {Long.MAX_VALUE, Long.MIN_VALUE, (1L << 53) + 1} : new long[3];
        states.put("of_i64", new State(Tensor.of(Shape.of(3), large)));
        return states;
    }

    @Test
    void variablesOfEveryTypeKeepTheirBits() {
        PLAIN.use(() -> {
            SequencedMap<String, State> saved = ofEveryType(true);
            assertThat(saved).hasSize(DType.values().length);
            Path file = folder.resolve("types.safetensors");
            Checkpoint.save(file, saved, Position.START);
            SequencedMap<String, State> loaded = ofEveryType(false);
            assertThat(bits(loaded)).isNotEqualTo(bits(saved));
            Checkpoint.load(file, loaded);
            assertThat(bits(loaded)).isEqualTo(bits(saved));
            return 0;
        });
    }

    @Test
    void wholeNumbersAreNotTakenForOthers() {
        PLAIN.use(() -> {
            Path file = folder.resolve("count.safetensors");
            Checkpoint.save(file, Map.of("count", new State(Tensor.of(Shape.of(1), 7L))), Position.START);
            Map<String, State> other = Map.of("count", new State(Tensor.of(Shape.of(1), 0)));
            assertThatThrownBy(() -> Checkpoint.load(file, other))
                    .isInstanceOf(CheckpointException.class)
                    .hasMessageContaining("count is i64[1] and this model's is i32[1]");
            return 0;
        });
    }
}
