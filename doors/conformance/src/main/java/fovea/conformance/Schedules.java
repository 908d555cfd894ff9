package fovea.conformance;

import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import fovea.train.optim.Cyclic;
import fovea.train.optim.OneCycle;
import fovea.train.optim.Plateau;
import fovea.train.optim.Schedule;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.LongToDoubleFunction;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Schedules by PyTorch's names and options, with PyTorch's defaults. */
final class Schedules {
    private static final Pattern NAME = Pattern.compile("[A-Za-z_]\\w*");
    private static final Pattern CONDITION = Pattern.compile("(.+?)(<=|>=|==|!=|<|>)(.+)");

    private Schedules() {}

    static Schedule of(String name, Attributes options) {
        return of(name, options.number("base_lr", 1), options);
    }

    private static Schedule of(String name, double rate, Attributes options) {
        return switch (name) {
            case "StepLR" -> Schedule.step(rate, options.integer("step_size"), options.number("gamma", 0.1));
            case "MultiStepLR" ->
                Schedule.multiStep(
                        rate,
                        options.number("gamma", 0.1),
                        Arrays.stream(options.ints("milestones")).asLongStream().toArray());
            case "ExponentialLR" -> Schedule.exponential(rate, options.number("gamma"));
            case "ConstantLR" ->
                Schedule.constant(rate, options.number("factor", 1.0 / 3), options.integer("total_iters", 5));
            case "LinearLR" ->
                Schedule.linear(
                        rate,
                        options.number("start_factor", 1.0 / 3),
                        options.number("end_factor", 1),
                        options.integer("total_iters", 5));
            case "PolynomialLR" ->
                Schedule.polynomial(rate, options.integer("total_iters", 5), options.number("power", 1));
            case "CosineAnnealingLR" -> Schedule.cosine(rate, options.integer("T_max"), options.number("eta_min", 0));
            case "CosineAnnealingWarmRestarts" ->
                Schedule.warmRestarts(
                        rate, options.integer("T_0"), options.integer("T_mult", 1), options.number("eta_min", 0));
            case "LambdaLR" -> {
                LongToDoubleFunction factor = function(options);
                yield (step, _) -> rate * factor.applyAsDouble(step);
            }
            case "MultiplicativeLR" -> Schedule.multiplicative(rate, function(options));
            case "CyclicLR" -> cyclic(rate, options);
            case "OneCycleLR" -> {
                OneCycle cycle = oneCycle(options);
                long total = total(options);
                yield (step, _) -> cycle.at(step, total);
            }
            case "SequentialLR" -> {
                List<Attributes> parts = options.list("schedulers");
                int[] milestones = options.ints("milestones");
                Schedule sequence = of(name(parts.getLast()), rate, parts.getLast());
                for (int i = milestones.length - 1; i >= 0; i--) {
                    int before = i == 0 ? 0 : milestones[i - 1];
                    sequence = of(name(parts.get(i)), rate, parts.get(i)).then(milestones[i] - before, sequence);
                }
                yield sequence;
            }
            case "ChainedScheduler" -> chained(rate, options.list("schedulers"));
            default -> throw new CaseException("no operation " + name);
        };
    }

    private static String name(Attributes part) {
        return part.text("op", part.text("name", part.text("type", "scheduler without a name")));
    }

    /** Schedules that each change the rate they find, one after another, from step to step. */
    private static Schedule chained(double rate, List<Attributes> parts) {
        List<Schedule> shares =
                parts.stream().map(part -> of(name(part), 1, part)).toList();
        return (step, steps) -> {
            double now = rate;
            for (Schedule share : shares) {
                now *= share.at(0, steps);
            }
            for (long e = 1; e <= step; e++) {
                for (int i = 0; i < parts.size(); i++) {
                    now = name(parts.get(i)).equals("CosineAnnealingLR")
                            ? cosine(now, rate, e, parts.get(i))
                            : now == 0
                                    ? 0
                                    : now
                                            * shares.get(i).at(e, steps)
                                            / shares.get(i).at(e - 1, steps);
                }
            }
            return now;
        };
    }

    /** A step of a cosine from the rate that is found; its floor is a rate, so it does not only multiply. */
    private static double cosine(double now, double rate, long e, Attributes options) {
        int half = options.integer("T_max");
        double floor = options.number("eta_min", 0);
        if ((e - 1 - half) % (2L * half) == 0) {
            return now + (rate - floor) * (1 - Math.cos(Math.PI / half)) / 2;
        }
        double before = 1 + Math.cos(Math.PI * (e - 1) / half);
        return (1 + Math.cos(Math.PI * e / half)) / before * (now - floor) + floor;
    }

    /** A function of the step as Python writes it, such as {@code lambda e: 0.95**e}. */
    private static LongToDoubleFunction function(Attributes options) {
        String text = options.text("lr_lambda", options.text("lambda", options.text("function", "")))
                .replaceAll("\\b(math|np|numpy|torch)\\.", "");
        String[] parts = text.split(":", 2);
        String body = parts[parts.length - 1];
        String variable = parts.length == 2 ? parts[0].replace("lambda", "").strip() : variable(body);
        return step -> python(body, Map.of(variable, Tensor.of(Shape.SCALAR, (double) step)));
    }

    private static String variable(String body) {
        return NAME.matcher(body)
                .results()
                .map(MatchResult::group)
                .filter(name -> !Formula.isFunction(name) && !name.matches("pi|if|else"))
                .findFirst()
                .orElse("epoch");
    }

    /** The value of an expression, {@code a if c else b} among them. */
    private static double python(String text, Map<String, Tensor> variables) {
        String[] choice = text.split("\\bif\\b", 2);
        if (choice.length < 2) {
            return Formula.value(text, variables).item();
        }
        String[] rest = choice[1].split("\\belse\\b", 2);
        Matcher condition = CONDITION.matcher(rest[0]);
        if (rest.length < 2 || !condition.matches()) {
            throw new CaseException("cannot read \"" + text + "\"");
        }
        double a = Formula.value(condition.group(1), variables).item();
        double b = Formula.value(condition.group(3), variables).item();
        boolean holds = switch (condition.group(2)) {
            case "<" -> a < b;
            case "<=" -> a <= b;
            case ">" -> a > b;
            case ">=" -> a >= b;
            case "==" -> a == b;
            default -> a != b;
        };
        return holds ? Formula.value(choice[0], variables).item() : python(rest[1], variables);
    }

    private static Cyclic cyclic(double rate, Attributes options) {
        int up = options.integer("step_size_up", 2000);
        Cyclic plain = Cyclic.of(rate, options.number("max_lr")).withLength(up, options.integer("step_size_down", up));
        return switch (options.text("mode", "triangular")) {
            case "triangular" -> plain;
            case "triangular2" -> plain.halving();
            case "exp_range" -> plain.fading(options.number("gamma", 1));
            default -> throw new CaseException("no mode " + options.text("mode"));
        };
    }

    /** The steps of a {@code OneCycleLR}. */
    static long total(Attributes options) {
        return options.has("total_steps")
                ? options.integer("total_steps")
                : (long) options.integer("epochs") * options.integer("steps_per_epoch");
    }

    /** The options of a schedule in the order in which they may be given without their names, after the optimizer. */
    static List<String> parameters(String name) {
        return switch (name) {
            case "StepLR" -> List.of("step_size", "gamma");
            case "MultiStepLR" -> List.of("milestones", "gamma");
            case "ExponentialLR" -> List.of("gamma");
            case "ConstantLR" -> List.of("factor", "total_iters");
            case "LinearLR" -> List.of("start_factor", "end_factor", "total_iters");
            case "PolynomialLR" -> List.of("total_iters", "power");
            case "CosineAnnealingLR" -> List.of("T_max", "eta_min");
            case "CosineAnnealingWarmRestarts" -> List.of("T_0", "T_mult", "eta_min");
            case "CyclicLR" -> List.of("base_lr", "max_lr", "step_size_up", "step_size_down", "mode", "gamma");
            case "OneCycleLR" -> List.of("max_lr", "total_steps", "epochs", "steps_per_epoch", "pct_start");
            case "ReduceLROnPlateau" -> List.of("mode", "factor", "patience", "threshold", "threshold_mode");
            default -> List.of("lr_lambda");
        };
    }

    static OneCycle oneCycle(Attributes options) {
        OneCycle usual = OneCycle.of(options.number("max_lr"))
                .withRise(options.number("pct_start", 0.3))
                .withEnds(options.number("div_factor", 25), options.number("final_div_factor", 1e4));
        OneCycle shaped = options.text("anneal_strategy", "cos").equals("linear") ? usual.linear() : usual;
        return options.bool("three_phase", false) ? shaped.inThreePhases() : shaped;
    }

    static Plateau plateau(Attributes options) {
        Plateau.Goal goal = options.text("mode", "min").equals("max") ? Plateau.Goal.MAX : Plateau.Goal.MIN;
        double threshold = options.number("threshold", 1e-4);
        Plateau.Options usual = Plateau.Options.of(goal)
                .withFactor(options.number("factor", 0.1))
                .withPatience(options.integer("patience", 10))
                .withCooldown(options.integer("cooldown", 0))
                .withFloor(options.number("min_lr", 0))
                .withEpsilon(options.number("eps", 1e-8));
        return Plateau.of(
                options.number("base_lr"),
                options.text("threshold_mode", "rel").equals("abs")
                        ? usual.withAbsoluteThreshold(threshold)
                        : usual.withRelativeThreshold(threshold));
    }
}
