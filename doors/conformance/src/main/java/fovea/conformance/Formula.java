package fovea.conformance;

import fovea.tensor.Concat;
import fovea.tensor.DType;
import fovea.tensor.OneHot;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a pack says in formulas, such as {@code mean cross_entropy(tanh(X@W.T+b), y) + 0.01*sum W^2}, computed with tensors. {@code @} and
 * names side by side are matrix products, {@code ^} and {@code **} are powers, {@code .T} and {@code ^T} transpose, and a function of one
 * argument needs no brackets. What follows a comma outside brackets is a remark.
 */
final class Formula {
    private static final Pattern TOKEN =
            Pattern.compile("\\s*(\\d*\\.?\\d+(?:[eE][-+]?\\d+)?|[A-Za-z_]\\w*|\\*\\*|//|\\|\\||\\S)");

    /** Such as {@code p0}: an element of a vector. */
    private static final Pattern ELEMENT = Pattern.compile("([A-Za-z]+)(\\d+)");

    private static final Map<String, UnaryOperator<Tensor>> FUNCTIONS = Map.ofEntries(
            Map.entry("mean", Tensor::mean),
            Map.entry("sum", Tensor::sum),
            Map.entry("tanh", Tensor::tanh),
            Map.entry("sigmoid", Tensor::sigmoid),
            Map.entry("relu", Tensor::relu),
            Map.entry("exp", Tensor::exp),
            Map.entry("log", Tensor::log),
            Map.entry("log1p", Tensor::log1p),
            Map.entry("sqrt", Tensor::sqrt),
            Map.entry("square", Tensor::square),
            Map.entry("abs", Tensor::abs),
            Map.entry("sin", Tensor::sin),
            Map.entry("cos", Tensor::cos),
            Map.entry("norm", Formula::norm),
            Map.entry("softplus", x -> x.softplus(1, 20)),
            Map.entry("softmax", x -> x.softmax()),
            Map.entry("log_softmax", x -> x.logSoftmax()),
            Map.entry("rosenbrock", Formula::rosenbrock),
            Map.entry("Rosenbrock", Formula::rosenbrock));

    private static final Map<String, BinaryOperator<Tensor>> PAIRS = Map.of(
            "cross_entropy",
            Formula::crossEntropy,
            "mse",
            (x, y) -> x.sub(real(y)).square().mean(),
            "mse_loss",
            (x, y) -> x.sub(real(y)).square().mean(),
            "dot",
            (x, y) -> x.mul(y).sum(),
            "bce_with_logits",
            Formula::binaryCrossEntropy,
            "binary_cross_entropy_with_logits",
            Formula::binaryCrossEntropy,
            "min",
            Tensor::minimum,
            "max",
            Tensor::maximum,
            "pow",
            Tensor::pow);

    private final String text;
    private final List<String> tokens = new ArrayList<>();
    private final Map<String, Tensor> variables;
    private final Map<String, UnaryOperator<Tensor>> functions;
    private int at;

    private Formula(String text, Map<String, Tensor> variables, Map<String, UnaryOperator<Tensor>> functions) {
        this.text = text;
        this.variables = variables;
        this.functions = functions;
        Matcher matcher = TOKEN.matcher(text);
        while (matcher.find()) {
            tokens.add(matcher.group(1));
        }
    }

    /** The value of a formula. */
    static Tensor value(String text, Map<String, Tensor> variables) {
        return value(text, variables, Map.of());
    }

    /** The value of a formula that names functions of its own. */
    static Tensor value(String text, Map<String, Tensor> variables, Map<String, UnaryOperator<Tensor>> functions) {
        Formula formula = new Formula(text, variables, functions);
        Tensor value = formula.sum();
        if (formula.at < formula.tokens.size() && !formula.isNext(",")) {
            throw formula.unexpected();
        }
        return value;
    }

    private Tensor sum() {
        Tensor value = isNext("-") ? negative() : product();
        while (true) {
            if (skip("+")) {
                value = real(value).add(real(product()));
            } else if (skip("-")) {
                value = real(value).sub(real(product()));
            } else {
                return value;
            }
        }
    }

    private Tensor negative() {
        skip("-");
        return product().neg();
    }

    private Tensor product() {
        Tensor value = power();
        while (true) {
            if (skip("*")) {
                value = real(value).mul(real(power()));
            } else if (skip("/")) {
                value = real(value).div(real(power()));
            } else if (skip("//")) {
                value = real(value).div(real(power())).floor();
            } else if (skip("%")) {
                value = real(value).remainder(real(power()));
            } else if (skip("@") || isOperand()) {
                value = contract(value, power());
            } else {
                return value;
            }
        }
    }

    private boolean isOperand() {
        return isNext("(")
                || (at < tokens.size()
                        && Character.isLetterOrDigit(tokens.get(at).charAt(0)));
    }

    private Tensor power() {
        Tensor value = operand();
        while (true) {
            if (skip(".")) {
                value = method(value);
            } else if (skip("[")) {
                value = part(value);
            } else if (skip("^") || skip("**")) {
                value = skip("T") ? transposed(value) : value.pow(isNext("-") ? negativeExponent() : power());
            } else {
                return value;
            }
        }
    }

    private Tensor negativeExponent() {
        skip("-");
        return power().neg();
    }

    private Tensor operand() {
        String token = at < tokens.size() ? tokens.get(at++) : "";
        if (token.equals("(")) {
            Tensor value = sum();
            expect(")");
            return value;
        }
        if (token.equals("||")) {
            Tensor value = sum();
            expect("||");
            return norm(value);
        }
        if (variables.containsKey(token)) {
            return variables.get(token);
        }
        if (!token.matches("[A-Za-z0-9_.].*")) {
            at--;
            throw unexpected();
        }
        if (!Character.isLetter(token.charAt(0))) {
            return number(Double.parseDouble(token));
        }
        Matcher numbered = ELEMENT.matcher(token);
        if (numbered.matches() && variables.containsKey(numbered.group(1))) {
            int first = text.contains(numbered.group(1) + "0") ? 0 : 1;
            Tensor vector = variables.get(numbered.group(1));
            int place = Integer.parseInt(numbered.group(2)) - first;
            return vector.slice(0, place, place + 1, 1).reshape(Shape.SCALAR);
        }
        return token.equals("pi") && !functions.containsKey(token) ? number(Math.PI) : call(token);
    }

    /** Whole numbers among others count as such. */
    private static Tensor real(Tensor x) {
        return x.dtype().isFloating() ? x : x.cast(DType.F64);
    }

    private static Tensor number(double value) {
        return Tensor.of(Shape.SCALAR, value);
    }

    private Tensor call(String function) {
        UnaryOperator<Tensor> own = functions.get(function);
        if (own != null) {
            return own.apply(power());
        }
        BinaryOperator<Tensor> pair = PAIRS.get(function);
        if (pair != null) {
            expect("(");
            Tensor a = sum();
            expect(",");
            Tensor b = sum();
            expect(")");
            return pair.apply(a, b);
        }
        if (function.matches("cat|concat")) {
            return joined();
        }
        UnaryOperator<Tensor> known = FUNCTIONS.get(function);
        if (known == null) {
            throw new CaseException("no value or function '%s' in \"%s\"".formatted(function, text));
        }
        return known.apply(power());
    }

    /** {@code ([a, b, …], axis)} or {@code (a, b, …)}, which is along axis 1. */
    private Tensor joined() {
        List<Tensor> parts = new ArrayList<>();
        expect("(");
        boolean isListed = skip("[");
        do {
            parts.add(sum());
        } while (skip(","));
        int axis = 1;
        if (isListed) {
            expect("]");
            if (skip(",")) {
                skip("dim");
                skip("=");
                axis = whole();
            }
        }
        expect(")");
        return new Concat(axis).apply(parts.toArray(Tensor[]::new));
    }

    /** {@code x[i]} and {@code x[from:to]} along the first axis, counted from the end where negative. */
    private Tensor part(Tensor x) {
        int n = x.shape().size(0);
        int from = isNext(":") ? 0 : place(n);
        boolean isRange = skip(":");
        int to = !isRange ? from + 1 : isNext("]") ? n : place(n);
        expect("]");
        Tensor part = x.slice(0, from, to, 1);
        int[] sizes = x.shape().toArray();
        return isRange ? part : part.reshape(Shape.of(Arrays.copyOfRange(sizes, 1, sizes.length)));
    }

    private int place(int n) {
        int place = whole();
        return place < 0 ? n + place : place;
    }

    private int whole() {
        boolean isNegative = skip("-");
        String token = at < tokens.size() ? tokens.get(at) : "";
        if (!token.matches("\\d+")) {
            throw unexpected();
        }
        at++;
        return isNegative ? -Integer.parseInt(token) : Integer.parseInt(token);
    }

    /** {@code x.T}, {@code x.sum()}, {@code x.pow(2)}. */
    private Tensor method(Tensor x) {
        if (skip("T")) {
            return transposed(x);
        }
        String name = at < tokens.size() ? tokens.get(at) : "";
        UnaryOperator<Tensor> function = name.equals("t") ? Formula::transposed : FUNCTIONS.get(name);
        if (function == null && !name.equals("pow")) {
            throw unexpected();
        }
        at++;
        expect("(");
        Tensor y = function == null ? x.pow(sum()) : function.apply(x);
        expect(")");
        return y;
    }

    /** Whether a name is a function here without being defined. */
    static boolean isFunction(String name) {
        return FUNCTIONS.containsKey(name) || PAIRS.containsKey(name) || name.matches("cat|concat");
    }

    /** Of each place by itself, {@code [N…, C]} and {@code [N…]} → {@code [N…]}. */
    static Tensor crossEntropy(Tensor logits, Tensor labels) {
        Tensor target = new OneHot(logits.shape().size(-1), logits.dtype()).apply(labels);
        return logits.logSoftmax().mul(target).sum(-1).neg();
    }

    /** Of logits, the mean. */
    private static Tensor binaryCrossEntropy(Tensor logits, Tensor labels) {
        Tensor lost = logits.neg().maximum(0).add(logits.abs().neg().exp().log1p());
        return lost.add(logits.mul(labels.cast(logits.dtype()).neg().add(1))).mean();
    }

    private static Tensor norm(Tensor x) {
        return x.square().sum().sqrt();
    }

    /** {@code Σᵢ 100 (xᵢ₊₁ − xᵢ²)² + (1 − xᵢ)²}. */
    private static Tensor rosenbrock(Tensor x) {
        int n = x.shape().size(0);
        Tensor now = x.slice(0, 0, n - 1, 1);
        Tensor next = x.slice(0, 1, n, 1);
        return next.sub(now.square()).square().mul(100).add(now.sub(1).square()).sum();
    }

    /** A vector on the left is a row, on the right a column; a scalar scales. */
    private static Tensor contract(Tensor a, Tensor b) {
        int left = a.shape().rank();
        int right = b.shape().rank();
        if (left == 0 || right == 0) {
            return a.mul(b);
        }
        Tensor rows = left == 1 ? a.reshape(Shape.of(1, a.shape().size(0))) : a;
        Tensor columns = right == 1 ? b.reshape(Shape.of(b.shape().size(0), 1)) : b;
        Tensor y = rows.matmul(columns);
        if (left == 1) {
            return right == 1
                    ? y.reshape(Shape.SCALAR)
                    : y.reshape(Shape.of(y.shape().size(1)));
        }
        return right == 1 ? y.reshape(Shape.of(y.shape().size(0))) : y;
    }

    private static Tensor transposed(Tensor x) {
        return x.shape().rank() < 2 ? x : x.transpose();
    }

    private boolean isNext(String token) {
        return at < tokens.size() && tokens.get(at).equals(token);
    }

    private boolean skip(String token) {
        boolean found = isNext(token);
        at += found ? 1 : 0;
        return found;
    }

    private void expect(String token) {
        if (!skip(token)) {
            throw unexpected();
        }
    }

    private CaseException unexpected() {
        return new CaseException(
                "cannot read \"%s\" from '%s' on".formatted(text, at < tokens.size() ? tokens.get(at) : "its end"));
    }
}
