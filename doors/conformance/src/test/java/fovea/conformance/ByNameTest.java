package fovea.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import fovea.device.Device;
import fovea.tensor.Parameter;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import fovea.train.optim.Optimizer;
import fovea.train.optim.Schedule;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Schedules, optimizers and formulas as PyTorch's options and Python's expressions say them. */
class ByNameTest {
    private static final Device PLAIN = Device.named("reference");

    private static Schedule schedule(String name, Map<String, Object> options) {
        return Schedules.of(name, new Attributes(options));
    }

    private static double lambda(String text, long step) {
        return PLAIN.use(() ->
                schedule("LambdaLR", Map.of("base_lr", 0.5, "lr_lambda", text)).at(step, 100));
    }

    @Test
    void functionsOfTheStep() {
        assertThat(lambda("lambda e: 0.95**e", 3)).isCloseTo(0.5 * Math.pow(0.95, 3), within(1e-15));
        assertThat(lambda("1/(1+0.1*epoch)", 4)).isCloseTo(0.5 / 1.4, within(1e-15));
        assertThat(lambda("lambda e: min(1, (e+1)/5)", 1)).isCloseTo(0.2, within(1e-15));
        assertThat(lambda("lambda e: min(1, (e+1)/5)", 9)).isCloseTo(0.5, within(1e-15));
        assertThat(lambda("lambda epoch: epoch // 30", 65)).isCloseTo(1, within(1e-15));
        assertThat(lambda("lambda t: 1.0 if t < 5 else 0.1 if t % 2 == 0 else 0.2", 4))
                .isCloseTo(0.5, within(1e-15));
        assertThat(lambda("lambda t: 1.0 if t < 5 else 0.1 if t % 2 == 0 else 0.2", 6))
                .isCloseTo(0.05, within(1e-15));
        assertThat(lambda("lambda t: 1.0 if t < 5 else 0.1 if t % 2 == 0 else 0.2", 7))
                .isCloseTo(0.1, within(1e-15));
        assertThat(lambda("lambda e: 0.5*(1+math.cos(math.pi*e/10))", 5)).isCloseTo(0.25, within(1e-15));
    }

    @Test
    void schedulesThatChain() {
        Schedule chained = schedule(
                "ChainedScheduler",
                Map.of(
                        "base_lr",
                        0.1,
                        "schedulers",
                        List.of(
                                Map.of("op", "ConstantLR", "factor", 0.5, "total_iters", 3),
                                Map.of("op", "CosineAnnealingLR", "T_max", 8, "eta_min", 0.01))));
        double rate = 0.05;
        for (int e = 0; e < 8; e++) {
            if (e > 0) {
                rate *= e == 3 ? 2 : 1;
                double share = (1 + Math.cos(Math.PI * e / 8)) / (1 + Math.cos(Math.PI * (e - 1) / 8));
                rate = share * (rate - 0.01) + 0.01;
            }
            assertThat(chained.at(e, 8)).as("step " + e).isCloseTo(rate, within(1e-15));
        }
    }

    @Test
    void groupsOfParametersHaveTheirOwnOptions() {
        PLAIN.use(() -> {
            for (Map<String, Object> options : List.<Map<String, Object>>of(
                    Map.of("lr", 0.1, "q_lr", 0.5, "q_weight_decay", 1L),
                    Map.of(
                            "lr",
                            0.1,
                            "param_groups",
                            List.of(
                                    Map.of("params", List.of("p")),
                                    Map.of("params", List.of("q"), "lr", 0.5, "weight_decay", 1L))))) {
                Map<String, Parameter> model = new LinkedHashMap<>();
                model.put("p", new Parameter(Tensor.of(Shape.of(1), 1.0)));
                model.put("q", new Parameter(Tensor.of(Shape.of(1), 1.0)));
                Optimizer optimizer = Optimizers.of("SGD", new Attributes(options), model);
                Map<Parameter, Tensor> gradients = new LinkedHashMap<>();
                model.values().forEach(each -> gradients.put(each, Tensor.of(Shape.of(1), 2.0)));
                optimizer.step(gradients);
                assertThat(model.get("p").get().item()).isCloseTo(1 - 0.1 * 2, within(1e-15));
                assertThat(model.get("q").get().item()).isCloseTo(1 - 0.5 * 3, within(1e-15));
            }
            return 0;
        });
    }

    private static double formula(String text, Map<String, Tensor> values) {
        return PLAIN.use(() -> Formula.value(text, values).item());
    }

    @Test
    void formulas() {
        PLAIN.use(() -> {
            Tensor p = Tensor.of(Shape.of(3), 0.5, -1, 2);
            Tensor x = Tensor.of(Shape.of(2, 3), 1.0, 2, 3, 4, 5, 6);
            Tensor y = Tensor.of(Shape.of(2), 1L, -1L);
            double rosenbrock = 100 * Math.pow(-1 - 0.25, 2) + 0.25 + 100 * Math.pow(2 - 1, 2) + 4;
            assertThat(formula("rosenbrock(p)", Map.of("p", p))).isCloseTo(rosenbrock, within(1e-12));
            assertThat(formula("sum(100*(p[1:]-p[:-1]^2)^2 + (1-p[:-1])^2), from (0.5, -1, 2)", Map.of("p", p)))
                    .isCloseTo(rosenbrock, within(1e-12));
            assertThat(formula("(1-p0)^2 + 100*(p1-p0^2)^2", Map.of("p", p)))
                    .isCloseTo(0.25 + 100 * Math.pow(1.25, 2), within(1e-12));
            double[] product = {0.5 - 2 + 6, 2 - 5 + 12};
            assertThat(formula("mean log(1+exp(-y*(X@p)))", Map.of("p", p, "X", x, "y", y)))
                    .isCloseTo(
                            (Math.log1p(Math.exp(-product[0])) + Math.log1p(Math.exp(product[1]))) / 2, within(1e-12));
            assertThat(formula("0.5*||X@p - y||^2 / 2 + 0.1*p.abs().sum()", Map.of("p", p, "X", x, "y", y)))
                    .isCloseTo(
                            (Math.pow(product[0] - 1, 2) + Math.pow(product[1] + 1, 2)) / 4 + 0.1 * 3.5, within(1e-12));
            return 0;
        });
    }
}
