package fovea.conformance;

import fovea.autograd.Autograd;
import fovea.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A short program as PyTorch's users write it, such as {@code y=x.clone(); y[1:3]=w; z=y*y}: assignments, calls, methods, slices, and
 * writing in place, seen through views. Where a pack falls into mathematics it is followed: {@code x^3} is a power, {@code x0} the first
 * element of x, {@code H v} the Hessian of y times v.
 */
final class PythonProgram {
    private static final Pattern TOKEN = Pattern.compile(
            "\\s*(?:#.*|(\\d+\\.?\\d*(?:[eE][-+]?\\d+)?|\\.\\d+(?:[eE][-+]?\\d+)?|[A-Za-z_]\\w*|'[^']*'|\"[^\"]*\""
                    + "|\\.\\.\\.|\\*\\*=?|//=?|[-+*/@%^&|]=|[=!<>]=|\\S))");

    /** What a statement leaves that gives it no name. */
    private static final String UNNAMED = "_";

    private final List<List<String>> statements = new ArrayList<>();
    private final Map<String, Tensor> inputs;

    PythonProgram(String text, Map<String, Tensor> inputs) {
        this.inputs = new LinkedHashMap<>(inputs);
        for (String line : text.split("[;\n]", -1)) {
            List<String> tokens = new ArrayList<>();
            Matcher matcher = TOKEN.matcher(line);
            while (matcher.find()) {
                if (matcher.group(1) != null) {
                    tokens.add(matcher.group(1));
                }
            }
            if (!tokens.isEmpty()) {
                statements.add(tokens);
            }
        }
    }

    /** What the program leaves under these names; a single name may stand for whatever it computed last. */
    Map<String, Tensor> results(List<String> names) {
        Scope scope = new Scope(inputs);
        scope.run(statements.size());
        Map<String, Tensor> found = new HashMap<>();
        for (String name : names) {
            found.put(name, names.size() == 1 ? scope.last(name) : scope.result(name));
        }
        return found;
    }

    /** The variables of one run, with inputs that may be others than the program's own. */
    final class Scope {
        private final Map<String, Object> variables = new HashMap<>();
        private final Map<String, Tensor> given;
        private String first = "";
        private String latest = "";
        private int line;

        Scope(Map<String, Tensor> given) {
            this.given = given;
            given.forEach((name, tensor) -> variables.put(name, Place.of(tensor)));
        }

        void run(int lines) {
            for (line = 0; line < lines; line++) {
                statement(statements.get(line));
            }
        }

        boolean has(String name) {
            return variables.containsKey(name);
        }

        Map<String, Tensor> given() {
            return given;
        }

        Object get(String name) {
            return variables.getOrDefault(name, PythonReader.Nothing.NONE);
        }

        private void statement(List<String> tokens) {
            int equals = assignment(tokens);
            if (equals < 0) {
                Object value = new PythonReader(tokens, this).all();
                assign(UNNAMED, "", value);
                return;
            }
            String operator = tokens.get(equals).substring(0, tokens.get(equals).length() - 1);
            List<String> target = tokens.subList(0, equals);
            Object value = new PythonReader(tokens.subList(equals + 1, tokens.size()), this).all();
            if (target.size() == 1) {
                assign(target.getFirst(), operator, value);
            } else if (target.contains(",") && !target.contains("[")) {
                List<?> parts = (List<?>) value;
                List<String> names =
                        target.stream().filter(each -> !",()".contains(each)).toList();
                for (int i = 0; i < names.size(); i++) {
                    assign(names.get(i), "", parts.get(i));
                }
            } else if (new PythonReader(target, this).all() instanceof Place place) {
                place.set(PythonCalls.combined(place, operator, value));
            } else {
                throw new CaseException("nothing can be assigned to " + String.join(" ", target));
            }
        }

        /** Where the statement's equals sign is, outside brackets; −1 if there is none. */
        private static int assignment(List<String> tokens) {
            int depth = 0;
            for (int i = 0; i < tokens.size(); i++) {
                String token = tokens.get(i);
                depth += "([{".contains(token) ? 1 : ")]}".contains(token) ? -1 : 0;
                if (depth == 0 && token.endsWith("=") && !token.matches("[=!<>]=")) {
                    return i;
                }
            }
            return -1;
        }

        private void assign(String name, String operator, Object value) {
            if (!operator.isEmpty() && variables.get(name) instanceof Place place) {
                place.set(PythonCalls.combined(place, operator, value));
            } else if (operator.isEmpty()) {
                variables.put(name, value);
            } else {
                variables.put(name, PythonCalls.operate(operator, get(name), value));
            }
            first = first.isEmpty() || first.equals(UNNAMED) ? name : first;
            latest = name;
        }

        /** The variable assigned last, unless it was a derivative that only its name says. */
        private Tensor last(String name) {
            return latest.isEmpty() || derivative(name) ? result(name) : PythonCalls.tensor(get(latest));
        }

        private boolean derivative(String name) {
            return !variables.containsKey(name) && KINDS.containsKey(name);
        }

        /** A variable, or a derivative of what the program computes by its first input. */
        private Tensor result(String name) {
            if (variables.containsKey(name)) {
                return PythonCalls.tensor(get(name));
            }
            Derivative kind = Optional.ofNullable(KINDS.get(name))
                    .orElseThrow(() -> new CaseException(
                            "the program has no '%s'; there are %s".formatted(name, variables.keySet())));
            return kind.of(function(), direction(), given);
        }

        private Tensor direction() {
            return Stream.of("v", "u", "dx", "dy")
                    .flatMap(name -> Stream.ofNullable(given.get(name)))
                    .findFirst()
                    .orElseGet(() -> x(given));
        }

        /** What was first assigned, y by preference, as a function of the first input. */
        UnaryOperator<Tensor> function() {
            String y = variables.containsKey("y") && !given.containsKey("y") ? "y" : first;
            int until = lineOf(y) + 1;
            return x -> {
                Scope inner = inner(given.keySet().iterator().next(), x);
                inner.run(until);
                return PythonCalls.tensor(inner.get(y));
            };
        }

        /** An expression as a function of one input. */
        UnaryOperator<Tensor> function(List<String> expression, String by) {
            int until = line;
            return x -> {
                Scope inner = inner(by, x);
                inner.run(until);
                inner.variables.put(by, Place.of(x));
                return PythonCalls.tensor(new PythonReader(expression, inner).all());
            };
        }

        private Scope inner(String by, Tensor x) {
            Map<String, Tensor> replaced = new LinkedHashMap<>(given);
            replaced.put(by, x);
            return new Scope(replaced);
        }

        private int lineOf(String name) {
            for (int i = statements.size() - 1; i >= 0; i--) {
                if (assignment(statements.get(i)) == 1
                        && statements.get(i).getFirst().equals(name)) {
                    return i;
                }
            }
            return statements.size() - 1;
        }
    }

    /** A derivative of a function at the first input, perhaps times a vector. */
    interface Derivative {
        Tensor of(UnaryOperator<Tensor> f, Tensor v, Map<String, Tensor> given);
    }

    private static Tensor x(Map<String, Tensor> given) {
        return given.values().iterator().next();
    }

    private static final Derivative GRADIENT =
            (f, _, given) -> Autograd.gradient(x(given), t -> f.apply(t).sum());
    static final Derivative HESSIAN_VECTOR =
            (f, v, given) -> Autograd.hvp(t -> f.apply(t).sum(), x(given), v).product();
    static final Derivative JACOBIAN_VECTOR =
            (f, v, given) -> Autograd.jvp(f, x(given), v).product();
    static final Derivative VECTOR_JACOBIAN =
            (f, v, given) -> Autograd.vjp(f, x(given), v).product();
    private static final Derivative HESSIAN =
            (f, _, given) -> Autograd.hessian(t -> f.apply(t).sum(), x(given));
    private static final Derivative JACOBIAN = (f, _, given) -> Autograd.jacobian(f, x(given));

    private static final Map<String, Derivative> KINDS = Map.ofEntries(
            Map.entry("grad", GRADIENT),
            Map.entry("g", GRADIENT),
            Map.entry("gradient", GRADIENT),
            Map.entry("grad_x", GRADIENT),
            Map.entry("gx", GRADIENT),
            Map.entry("hvp", HESSIAN_VECTOR),
            Map.entry("Hv", HESSIAN_VECTOR),
            Map.entry("jvp", JACOBIAN_VECTOR),
            Map.entry("Jv", JACOBIAN_VECTOR),
            Map.entry("vjp", VECTOR_JACOBIAN),
            Map.entry("hessian", HESSIAN),
            Map.entry("H", HESSIAN),
            Map.entry("jacobian", JACOBIAN),
            Map.entry("J", JACOBIAN));
}
