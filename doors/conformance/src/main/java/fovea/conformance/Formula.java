package fovea.conformance;

import fovea.tensor.OneHot;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a pack says in formulas, such as {@code mean cross_entropy(tanh(X@W.T+b), y) + 0.01*sum W^2}, computed with tensors. {@code @} and
 * names side by side are matrix products, {@code ^} and {@code **} are powers, {@code .T} and {@code ^T} transpose, and a function of one
 * argument needs no brackets. What follows a comma outside brackets is a remark.
 */
final class Formula {
    private static final Pattern TOKEN =
            Pattern.compile("\\s*(\\d*\\.?\\d+(?:[eE][-+]?\\d+)?|[A-Za-z_]\\w*|\\*\\*|\\S)");

    private final String text;
    private final List<String> tokens = new ArrayList<>();
    private final Map<String, Tensor> variables;
    private int at;

    private Formula(String text, Map<String, Tensor> variables) {
        this.text = text;
        this.variables = variables;
        Matcher matcher = TOKEN.matcher(text);
        while (matcher.find()) {
            tokens.add(matcher.group(1));
        }
    }

    /** The value of a formula. */
    static Tensor value(String text, Map<String, Tensor> variables) {
        Formula formula = new Formula(text, variables);
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
                value = value.add(product());
            } else if (skip("-")) {
                value = value.sub(product());
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
                value = value.mul(power());
            } else if (skip("/")) {
                value = value.div(power());
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
                expect("T");
                value = transposed(value);
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
        if (variables.containsKey(token)) {
            return variables.get(token);
        }
        if (!token.matches("[A-Za-z0-9_.].*")) {
            at--;
            throw unexpected();
        }
        return Character.isLetter(token.charAt(0)) ? call(token) : number(Double.parseDouble(token));
    }

    private static Tensor number(double value) {
        return Tensor.of(Shape.SCALAR, value);
    }

    private Tensor call(String function) {
        if (function.equals("cross_entropy")) {
            expect("(");
            Tensor logits = sum();
            expect(",");
            Tensor labels = sum();
            expect(")");
            return crossEntropy(logits, labels);
        }
        return switch (function) {
            case "mean" -> power().mean();
            case "sum" -> power().sum();
            case "tanh" -> power().tanh();
            case "sigmoid" -> power().sigmoid();
            case "relu" -> power().relu();
            case "exp" -> power().exp();
            case "log" -> power().log();
            case "sqrt" -> power().sqrt();
            case "sin" -> power().sin();
            case "cos" -> power().cos();
            default -> throw new CaseException("no value or function '%s' in \"%s\"".formatted(function, text));
        };
    }

    /** Of each place by itself, {@code [N…, C]} and {@code [N…]} → {@code [N…]}. */
    static Tensor crossEntropy(Tensor logits, Tensor labels) {
        Tensor target = new OneHot(logits.shape().size(-1), logits.dtype()).apply(labels);
        return logits.logSoftmax().mul(target).sum(-1).neg();
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
