package fovea.conformance;

import fovea.tensor.Parameter;
import fovea.train.optim.Adadelta;
import fovea.train.optim.Adagrad;
import fovea.train.optim.Adam;
import fovea.train.optim.Adamax;
import fovea.train.optim.Asgd;
import fovea.train.optim.ClippedNorm;
import fovea.train.optim.ClippedValues;
import fovea.train.optim.DecoupledWeightDecay;
import fovea.train.optim.Lbfgs;
import fovea.train.optim.Maximizing;
import fovea.train.optim.NAdam;
import fovea.train.optim.Optimizer;
import fovea.train.optim.ParameterGroups;
import fovea.train.optim.RAdam;
import fovea.train.optim.RmsProp;
import fovea.train.optim.Rprop;
import fovea.train.optim.Sgd;
import fovea.train.optim.SparseAdam;
import fovea.train.optim.WeightDecay;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Optimizers by PyTorch's names and options. */
final class Optimizers {
    private static final double[] BETAS = {0.9, 0.999};
    private static final double[] FACTORS = {0.5, 1.2};
    private static final double[] SIZES = {1e-6, 50};

    private Optimizers() {}

    /**
     * With what is given, and PyTorch's defaults. Options may differ between groups of parameters, {@code param_groups}, or be one
     * parameter's, such as {@code q_lr}.
     */
    static Optimizer of(String name, Attributes options, Map<String, Parameter> model) {
        Map<String, Attributes> each = new LinkedHashMap<>();
        model.keySet().forEach(parameter -> each.put(parameter, own(parameter, options)));
        if (each.values().stream().distinct().count() <= 1) {
            return one(name, each.values().stream().findFirst().orElse(options), model);
        }
        List<ParameterGroups.Group> groups = new ArrayList<>();
        model.forEach((parameter, only) ->
                groups.add(ParameterGroups.group(only, one(name, own(parameter, options), only), 1)));
        return new ParameterGroups(groups);
    }

    /** The options of one parameter: those of all, then those of its group, then its own. */
    private static Attributes own(String parameter, Attributes options) {
        Map<String, Object> values = new LinkedHashMap<>(options.values());
        String list = options.has("param_groups") ? "param_groups" : "groups";
        if (options.has(list)) {
            values.remove(list);
            for (Attributes group : options.list(list)) {
                boolean isIn = group.values().get("params") instanceof List<?> params
                        ? params.contains(parameter)
                        : parameter.equals(group.values().get("params"));
                group.values().forEach((key, value) -> {
                    if (isIn && !key.equals("params")) {
                        values.put(key, value);
                    }
                });
            }
        }
        options.values().forEach((key, value) -> {
            if (key.startsWith(parameter + "_")) {
                values.remove(key);
                values.put(key.substring(parameter.length() + 1), value);
            }
        });
        return new Attributes(values);
    }

    private static Optimizer one(String name, Attributes options, Object model) {
        Optimizer plain = plain(name, options, model);
        if (options.has("lr")) {
            plain.setLearningRate(options.number("lr"));
        }
        boolean isDecoupled = name.equals("AdamW") || options.bool("decoupled_weight_decay", false);
        double decay = options.number("weight_decay", name.equals("AdamW") ? 0.01 : 0);
        Optimizer decayed = plain;
        if (decay != 0) {
            decayed = isDecoupled ? plain.withDecoupledWeightDecay(decay) : plain.withWeightDecay(decay);
        }
        return options.bool("maximize", false) ? decayed.maximizing() : decayed;
    }

    private static Optimizer plain(String name, Attributes options, Object model) {
        double[] betas = numbers(options, "betas", BETAS);
        double epsilon = options.number("eps", 1e-8);
        return switch (name) {
            case "SGD" -> sgd(options, model);
            case "SparseAdam" -> SparseAdam.of(model, betas[0], betas[1], epsilon);
            case "Adam", "AdamW" -> {
                Adam adam = Adam.of(model).withBetas(betas[0], betas[1]).withEpsilon(epsilon);
                yield options.bool("amsgrad", false) ? adam.withAmsgrad() : adam;
            }
            case "Adamax" -> Adamax.of(model, betas[0], betas[1], epsilon);
            case "NAdam" -> NAdam.of(model, betas[0], betas[1], epsilon, options.number("momentum_decay", 4e-3));
            case "RAdam" -> RAdam.of(model, betas[0], betas[1], epsilon);
            case "RMSprop" -> {
                RmsProp plain = RmsProp.of(model, options.number("alpha", 0.99), epsilon);
                RmsProp maybe = options.bool("centered", false) ? plain.centered() : plain;
                yield options.has("momentum") ? maybe.withMomentum(options.number("momentum")) : maybe;
            }
            case "Adagrad" ->
                Adagrad.of(
                        model,
                        options.number("lr_decay", 0),
                        options.number("initial_accumulator_value", 0),
                        options.number("eps", 1e-10));
            case "Adadelta" -> Adadelta.of(model, options.number("rho", 0.9), options.number("eps", 1e-6));
            case "ASGD" ->
                Asgd.of(model, options.number("lambd", 1e-4), options.number("alpha", 0.75), options.number("t0", 1e6));
            case "Rprop" -> {
                double[] factors = numbers(options, "etas", FACTORS);
                double[] sizes = numbers(options, "step_sizes", SIZES);
                yield Rprop.of(model, factors[0], factors[1], sizes[0], sizes[1]);
            }
            default -> throw new CaseException("no operation " + name);
        };
    }

    private static Optimizer sgd(Attributes options, Object model) {
        Sgd sgd = options.number("momentum", 0) == 0 ? Sgd.of(model) : Sgd.of(model, options.number("momentum"), 0);
        if (options.number("dampening", 0) != 0) {
            return sgd.withDampening(options.number("dampening"));
        }
        return options.bool("nesterov", false) ? sgd.withNesterov() : sgd;
    }

    static Lbfgs lbfgs(Attributes options, Object model) {
        Lbfgs.Options usual = Lbfgs.Options.DEFAULT;
        Lbfgs.Options chosen = usual.withIterations(options.integer("max_iter", usual.iterations()))
                .withHistory(options.integer("history_size", usual.history()))
                .withTolerances(
                        options.number("tolerance_grad", usual.gradientTolerance()),
                        options.number("tolerance_change", usual.changeTolerance()));
        if (options.has("max_eval")) {
            chosen = chosen.withEvaluations(options.integer("max_eval"));
        }
        Lbfgs lbfgs = Lbfgs.of(
                model, options.text("line_search_fn", "").equals("strong_wolfe") ? chosen.withStrongWolfe() : chosen);
        lbfgs.setLearningRate(options.number("lr", 1));
        return lbfgs;
    }

    /** The same with a momentum, or the first β, as a schedule has it. */
    static Optimizer withMomentum(Optimizer optimizer, double momentum) {
        return switch (optimizer) {
            case Sgd sgd -> sgd.withMomentum(momentum);
            case Adam adam -> adam.withBetas(momentum, adam.beta2());
            case WeightDecay(Optimizer inner, double lambda) -> new WeightDecay(withMomentum(inner, momentum), lambda);
            case DecoupledWeightDecay(Optimizer inner, double lambda) ->
                new DecoupledWeightDecay(withMomentum(inner, momentum), lambda);
            case NAdam n ->
                new NAdam(
                        n.learningRate(),
                        n.count(),
                        n.product(),
                        n.first(),
                        n.second(),
                        momentum,
                        n.beta2(),
                        n.epsilon(),
                        n.momentumDecay());
            case RAdam r ->
                new RAdam(r.learningRate(), r.count(), r.first(), r.second(), momentum, r.beta2(), r.epsilon());
            case Adamax a ->
                new Adamax(a.learningRate(), a.count(), a.first(), a.largest(), momentum, a.beta2(), a.epsilon());
            case RmsProp r
            when r.velocity() != null ->
                new RmsProp(r.learningRate(), r.square(), r.mean(), r.velocity(), r.alpha(), r.epsilon(), momentum);
            case ClippedNorm(Optimizer inner, double most, double order) ->
                new ClippedNorm(withMomentum(inner, momentum), most, order);
            case ClippedValues(Optimizer inner, double most) -> new ClippedValues(withMomentum(inner, momentum), most);
            case ParameterGroups(List<ParameterGroups.Group> groups) ->
                new ParameterGroups(groups.stream()
                        .map(each -> new ParameterGroups.Group(
                                withMomentum(each.optimizer(), momentum), each.factor(), each.members()))
                        .toList());
            case Maximizing(Optimizer inner) -> new Maximizing(withMomentum(inner, momentum));
            default ->
                throw new CaseException(
                        "no momentum that moves in " + optimizer.getClass().getSimpleName());
        };
    }

    private static double[] numbers(Attributes options, String name, double... otherwise) {
        return options.has(name) ? options.numbers(name) : otherwise;
    }
}
