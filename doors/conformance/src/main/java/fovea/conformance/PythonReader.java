package fovea.conformance;

import fovea.autograd.Autograd;
import fovea.conformance.PythonProgram.Derivative;
import fovea.tensor.DType;
import fovea.tensor.Index;
import fovea.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads one expression and computes it as it goes. Values are places, numbers, truths, texts, lists, and what stands for nothing. */
final class PythonReader {
    /** {@code None}. */
    enum Nothing {
        NONE
    }

    private static final Set<String> MODULES =
            Set.of("torch", "F", "nn", "functional", "np", "math", "special", "linalg", "autograd", "func");
    private static final Set<String> DERIVATIVES = Set.of("grad", "gradient");

    private final List<String> tokens;
    private final PythonProgram.Scope scope;
    private int at;

    PythonReader(List<String> tokens, PythonProgram.Scope scope) {
        this.tokens = tokens;
        this.scope = scope;
    }

    /** The value of all tokens; commas outside brackets make a list. */
    Object all() {
        Object value = expression();
        if (isNext(",")) {
            List<Object> parts = new ArrayList<>(List.of(value));
            while (skip(",") && at < tokens.size()) {
                parts.add(expression());
            }
            value = parts;
        }
        if (at < tokens.size()) {
            throw unexpected();
        }
        return value;
    }

    private Object expression() {
        Object value = comparison();
        if (skip("if")) {
            boolean condition = PythonCalls.tensor(comparison()).cast(DType.F64).item() != 0;
            expect("else");
            Object otherwise = expression();
            return condition ? value : otherwise;
        }
        return value;
    }

    private Object comparison() {
        Object value = bits();
        while (at < tokens.size() && tokens.get(at).matches("[<>]|[=!<>]=")) {
            value = PythonCalls.operate(tokens.get(at++), value, bits());
        }
        return value;
    }

    private Object bits() {
        Object value = sum();
        while (isNext("&") || isNext("|")) {
            value = PythonCalls.operate(tokens.get(at++), value, sum());
        }
        return value;
    }

    private Object sum() {
        Object value = product();
        while (isNext("+") || isNext("-")) {
            value = PythonCalls.operate(tokens.get(at++), value, product());
        }
        return value;
    }

    private Object product() {
        Object value = unary();
        while (true) {
            if (value instanceof Derivative by && (skip("@") || skip("*") || isOperand())) {
                value = Place.of(by.of(scope.function(), PythonCalls.tensor(unary()), given()));
            } else if (isNext("*") || isNext("/") || isNext("@") || isNext("%") || isNext("//")) {
                value = PythonCalls.operate(tokens.get(at++), value, unary());
            } else if (isOperand()) {
                value = PythonCalls.operate("*", value, unary());
            } else {
                return value;
            }
        }
    }

    private Map<String, Tensor> given() {
        return scope.given();
    }

    /** Whether a value stands beside the one just read, with nothing between. */
    private boolean isOperand() {
        return at < tokens.size()
                && (Character.isLetterOrDigit(tokens.get(at).charAt(0)) || isNext("("))
                && !Set.of("if", "else", "for", "and", "or", "in").contains(tokens.get(at));
    }

    private Object unary() {
        if (skip("-")) {
            Object value = unary();
            return value instanceof Place ? PythonCalls.call("neg", List.of(value)) : PythonCalls.negated(value);
        }
        if (skip("+")) {
            return unary();
        }
        if (skip("~")) {
            return PythonCalls.call("bitwise_not", List.of(unary()));
        }
        return power();
    }

    private Object power() {
        Object value = postfix();
        if (skip("^") || skip("**")) {
            return skip("T") ? PythonCalls.call("t", List.of(value)) : PythonCalls.operate("**", value, unary());
        }
        return value;
    }

    private Object postfix() {
        Object value = operand();
        while (true) {
            if (skip(".")) {
                String name = tokens.get(at++);
                value = isNext("(") ? method(value, name) : PythonCalls.attribute(value, name);
            } else if (isNext("[") && value != Nothing.NONE) {
                at++;
                value = subscript(value);
            } else {
                return value;
            }
        }
    }

    private Object method(Object self, String name) {
        Map<String, Object> named = new LinkedHashMap<>();
        List<Object> arguments = arguments(named);
        arguments.addFirst(self);
        return PythonCalls.call(name, arguments, named);
    }

    private List<Object> arguments(Map<String, Object> named) {
        expect("(");
        List<Object> arguments = new ArrayList<>();
        while (!skip(")")) {
            if (at + 1 < tokens.size() && tokens.get(at + 1).equals("=")) {
                String name = tokens.get(at);
                at += 2;
                named.put(name, expression());
            } else {
                arguments.add(expression());
            }
            skip(",");
        }
        return arguments;
    }

    private Object subscript(Object value) {
        List<Index> indices = new ArrayList<>();
        while (!skip("]")) {
            indices.add(index());
            skip(",");
        }
        if (value instanceof List<?> list && indices.getFirst() instanceof Index.At(int place)) {
            return list.get(place < 0 ? place + list.size() : place);
        }
        Index[] all = indices.toArray(Index[]::new);
        return ((Place) value).view(t -> t.get(all));
    }

    private Index index() {
        if (skip("...") || skip("Ellipsis")) {
            return Index.ELLIPSIS;
        }
        if (skip("None")) {
            return Index.NEW_AXIS;
        }
        Integer from = null;
        if (!isNext(":")) {
            Object value = expression();
            if (!isNext(":")) {
                return switch (value) {
                    case Place place -> Index.of(place.get());
                    case List<?> list -> Index.of(PythonCalls.literal(list));
                    default -> Index.at(PythonCalls.integer(value));
                };
            }
            from = PythonCalls.integer(value);
        }
        expect(":");
        Integer to =
                isNext(":") || isNext("]") || isNext(",") ? null : Integer.valueOf(PythonCalls.integer(expression()));
        int step = 1;
        if (skip(":") && !isNext("]") && !isNext(",")) {
            step = PythonCalls.integer(expression());
        }
        return new Index.Range(from, to, step);
    }

    private Object operand() {
        if (at >= tokens.size()) {
            throw unexpected();
        }
        String token = tokens.get(at++);
        if (token.equals("(") || token.equals("[")) {
            return bracketed(token.equals("(") ? ")" : "]", token.equals("["));
        }
        if (Character.isDigit(token.charAt(0)) || (token.length() > 1 && token.charAt(0) == '.')) {
            return token.matches("\\d+") ? (Object) Long.valueOf(token) : (Object) Double.valueOf(token);
        }
        if (token.charAt(0) == '\'' || token.charAt(0) == '"') {
            return token.substring(1, token.length() - 1);
        }
        if (!Character.isLetter(token.charAt(0)) && token.charAt(0) != '_') {
            at--;
            throw unexpected();
        }
        return scope.has(token) && !(isNext("(") && !(scope.get(token) instanceof Place))
                ? scope.get(token)
                : named(token);
    }

    private Object bracketed(String end, boolean list) {
        List<Object> parts = new ArrayList<>();
        boolean comma = false;
        while (!skip(end)) {
            parts.add(expression());
            comma |= skip(",");
        }
        return parts.size() == 1 && !comma && !list ? parts.getFirst() : parts;
    }

    /** A name that is no variable: a constant, a function after its module, an element of a variable, or a derivative. */
    private Object named(String token) {
        String name = token;
        while (MODULES.contains(name) && skip(".")) {
            name = tokens.get(at++);
        }
        if (isNext("(")) {
            return DERIVATIVES.contains(name) ? gradient() : method(name);
        }
        switch (name) {
            case "None" -> {
                return Nothing.NONE;
            }
            case "True", "False" -> {
                return name.equals("True");
            }
            case "pi" -> {
                return Math.PI;
            }
            case "e" -> {
                return Math.E;
            }
            case "inf" -> {
                return Double.POSITIVE_INFINITY;
            }
            case "nan" -> {
                return Double.NaN;
            }
            default -> {}
        }
        String base = name.replaceFirst("_?\\d+$", "");
        if (!base.equals(name) && scope.get(base) instanceof Place place) {
            int element = Integer.parseInt(name.substring(base.length()).replace("_", ""));
            return place.view(t -> t.get(Index.at(element)));
        }
        if (name.equals("H")) {
            return PythonProgram.HESSIAN_VECTOR;
        }
        if (name.equals("J")) {
            return skip("^") && skip("T") ? PythonProgram.VECTOR_JACOBIAN : PythonProgram.JACOBIAN_VECTOR;
        }
        if (PythonCalls.isFunction(name) && isOperand()) {
            return PythonCalls.call(name, List.of(power()));
        }
        return PythonCalls.constant(name);
    }

    private Object method(String function) {
        Map<String, Object> named = new LinkedHashMap<>();
        List<Object> arguments = arguments(named);
        return PythonCalls.call(function, arguments, named);
    }

    /** {@code grad(y, x)}: the gradient of the sum of an expression by an input, which is computed anew for it. */
    private Object gradient() {
        expect("(");
        List<String> expression = part();
        expect(",");
        List<String> by = part();
        while (skip(",")) {
            part();
        }
        expect(")");
        boolean list = by.getFirst().equals("[") || by.getFirst().equals("(");
        String name = by.get(list ? 1 : 0);
        Tensor x = PythonCalls.tensor(scope.get(name));
        var f = scope.function(expression, name);
        Place found = Place.of(Autograd.gradient(x, t -> f.apply(t).sum()));
        boolean first = isNext("[")
                && at + 2 < tokens.size()
                && tokens.get(at + 1).equals("0")
                && tokens.get(at + 2).equals("]");
        return first || list ? List.of(found) : found;
    }

    /** Tokens up to a comma or the closing bracket. */
    private List<String> part() {
        int start = at;
        int depth = 0;
        while (at < tokens.size()) {
            String token = tokens.get(at);
            if (depth == 0 && (token.equals(",") || token.equals(")"))) {
                break;
            }
            depth += "([".contains(token) ? 1 : ")]".contains(token) ? -1 : 0;
            at++;
        }
        return tokens.subList(start, at);
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
        return new CaseException("cannot read \"%s\" from '%s' on"
                .formatted(String.join(" ", tokens), at < tokens.size() ? tokens.get(at) : "its end"));
    }
}
