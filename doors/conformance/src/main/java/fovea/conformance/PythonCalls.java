package fovea.conformance;

import fovea.tensor.DType;
import fovea.tensor.Shape;
import fovea.tensor.Spec;
import fovea.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Functions and methods of Python programs: the operations of the groups by their names, and what programs need besides. */
final class PythonCalls {
    private PythonCalls() {}

    /** The groups whose operations can be called; made when the first program is run. */
    private static final class Groups {
        private static final List<Operations> ALL = List.of(
                TensorGroup.operations(),
                ActivationGroup.operations(),
                LinearGroup.operations(),
                LossGroup.operations(),
                NormGroup.operations());

        private Groups() {}
    }

    private static final Set<String> STOPPED = Set.of("detach", "stop_gradient", "stopgrad", "sg", "no_grad", "data");
    private static final Set<String> SAME =
            Set.of("requires_grad_", "retain_grad", "contiguous", "checkpoint", "positive", "Variable", "tensor_like");
    private static final Set<String> PRODUCTS = Set.of("matmul", "mm", "bmm", "mv", "dot", "inner", "vdot");

    /** What only moves elements, so that writing to the result writes to what it came from. */
    private static final Set<String> VIEWS =
            Set.of(("view reshape view_as reshape_as t T mT transpose swapaxes swapdims permute"
                            + " unsqueeze squeeze flatten ravel expand expand_as broadcast_to narrow select diagonal movedim moveaxis"
                            + " unflatten unfold")
                    .split(" ", -1));

    /** The names of arguments without a name, after the tensor itself; a star takes all that are left. */
    private static final Map<String, String> SIGNATURES = new HashMap<>();

    private static void signature(String arguments, String functions) {
        for (String function : functions.split(" ", -1)) {
            SIGNATURES.put(function, arguments);
        }
    }

    static {
        signature(
                "dim keepdim",
                "sum mean prod amax amin logsumexp any all max min median nanmedian mode nansum nanmean argmax");
        signature("dim keepdim", "argmin aminmax count_nonzero");
        signature("dim unbiased keepdim", "var std var_mean std_mean");
        signature("p dim keepdim", "norm dist");
        signature("ord dim keepdim", "vector_norm");
        signature(
                "dim",
                "softmax log_softmax softmin cumsum cumprod logcumsumexp cummax cummin unsqueeze squeeze glu unbind msort");
        signature("dim descending", "sort argsort");
        signature("k dim largest sorted", "topk");
        signature("k dim keepdim", "kthvalue");
        signature("q dim keepdim", "quantile nanquantile");
        signature("min max", "clamp clip");
        signature("min", "clamp_min");
        signature("max", "clamp_max");
        signature("*shape", "view reshape expand broadcast_to");
        signature("*dims", "permute flip");
        signature("*repeats", "repeat tile");
        signature("dim0 dim1", "transpose swapaxes swapdims");
        signature("start_dim end_dim", "flatten");
        signature("dim start length", "narrow");
        signature("dim index", "select index_select gather");
        signature("dim index src", "scatter scatter_add index_add index_copy");
        signature("mask value", "masked_fill");
        signature("mask", "masked_select");
        signature("mask src", "masked_scatter");
        signature("source destination", "movedim moveaxis");
        signature("diagonal", "tril triu diag");
        signature("offset dim1 dim2", "diagonal diag_embed");
        signature("shifts dims", "roll");
        signature("repeats dim", "repeat_interleave");
        signature("dim size step", "unfold_dim");
        signature("chunks dim", "chunk");
        signature("split_size dim", "split");
        signature("b weight", "lerp");
        signature("a b value", "addcmul addcdiv");
        signature("negative_slope", "leaky_relu");
        signature("alpha", "elu celu");
        signature("beta threshold", "softplus");
        signature("min_val max_val", "hardtanh");
        signature("eps", "logit");
        signature("dx", "trapz trapezoid");
        signature("n dim", "diff");
        signature("dtype", "to type");
        signature(
                "target",
                "mse_loss l1_loss cross_entropy nll_loss binary_cross_entropy binary_cross_entropy_with_logits");
        signature("target", "smooth_l1_loss huber_loss kl_div");
    }

    static boolean isFunction(String name) {
        return find(name).isPresent() || STOPPED.contains(name);
    }

    private static Optional<Operation> find(String name) {
        return Groups.ALL.stream()
                .flatMap(each -> each.find(name::equals).stream())
                .findFirst();
    }

    static Object call(String name, List<Object> arguments) {
        return call(name, arguments, Map.of());
    }

    static Object call(String name, List<Object> arguments, Map<String, Object> named) {
        Object self = arguments.isEmpty() ? PythonReader.Nothing.NONE : arguments.getFirst();
        List<Object> rest = arguments.isEmpty() ? List.of() : arguments.subList(1, arguments.size());
        if (self instanceof Place place) {
            if (SAME.contains(name)) {
                return place;
            }
            if (STOPPED.contains(name)) {
                return Place.of(place.get().stopGradient());
            }
            if (VIEWS.contains(name)) {
                return place.view(t -> tensor(viewed(name, t, rest, named)));
            }
            if (name.endsWith("_") && !name.startsWith("_")) {
                place.set(written(name.substring(0, name.length() - 1), place, rest, named));
                return place;
            }
            return method(name, place, rest, named);
        }
        return switch (name) {
            case "stack", "cat", "concat", "hstack", "vstack" -> joined(name, (List<?>) self, rest, named);
            case "tensor" -> Place.of(self instanceof List<?> list ? literal(list) : tensor(self));
            case "float" -> self instanceof String text ? Double.valueOf(infinite(text)) : Double.valueOf(number(self));
            case "int" -> Long.valueOf((long) number(self));
            case "zeros" -> Place.of(Tensor.zeros(shape(arguments)));
            case "ones" -> Place.of(Tensor.ones(shape(arguments)));
            case "full" -> Place.of(Tensor.full(shape(List.of(self)), number(rest.getFirst())));
            case "eye" -> Place.of(Tensor.eye(integer(self)));
            case "arange" -> Place.of(Tensor.arange(integer(self)));
            default ->
                self instanceof Number || self instanceof Boolean
                        ? call(name, prepended(Place.of(tensor(self)), rest), named)
                        : run(name, arguments, named);
        };
    }

    private static List<Object> prepended(Object first, List<Object> rest) {
        List<Object> all = new ArrayList<>(List.of(first));
        all.addAll(rest);
        return all;
    }

    private static String infinite(String text) {
        return text.replace("inf", "Infinity").replace("nan", "NaN");
    }

    private static Object method(String name, Place place, List<Object> rest, Map<String, Object> named) {
        Tensor x = place.get();
        return switch (name) {
            case "clone" -> Place.of(x);
            case "item" -> x.item();
            case "size" ->
                rest.isEmpty()
                        ? attribute(place, "shape")
                        : (Object) Long.valueOf(x.shape().size(integer(rest.getFirst())));
            case "numel", "nelement" -> x.shape().elements();
            case "dim" -> (long) x.shape().rank();
            case "float", "double", "half", "long", "int", "bool", "bfloat16" -> Place.of(Promotion.cast(x, name));
            case "rsub" -> operate("-", rest.getFirst(), place);
            case "add", "sub", "mul", "div", "pow", "true_divide", "multiply", "subtract", "divide" ->
                named.isEmpty() && rest.size() == 1
                        ? operate(OPERATORS.getOrDefault(name, name), place, rest.getFirst())
                        : run(name, prepended(place, rest), named);
            default -> {
                if (PRODUCTS.contains(name)) {
                    yield operate("@", place, rest.getFirst());
                }
                yield run(name, prepended(place, rest), named);
            }
        };
    }

    private static final Map<String, String> OPERATORS = Map.of(
            "add",
            "+",
            "sub",
            "-",
            "subtract",
            "-",
            "mul",
            "*",
            "multiply",
            "*",
            "div",
            "/",
            "divide",
            "/",
            "true_divide",
            "/",
            "pow",
            "**");

    private static Object viewed(String name, Tensor x, List<Object> rest, Map<String, Object> named) {
        return switch (name) {
            case "T", "t" ->
                Place.of(x.shape().rank() < 2 ? x : x.permute(reversed(x.shape().rank())));
            case "mT" -> Place.of(x.transpose());
            case "view_as", "reshape_as" ->
                Place.of(x.reshape(tensor(rest.getFirst()).shape()));
            case "expand_as" -> Place.of(x.broadcastTo(tensor(rest.getFirst()).shape()));
            case "unfold" -> run("unfold_dim", prepended(Place.of(x), rest), named);
            default -> run(name, prepended(Place.of(x), rest), named);
        };
    }

    private static int[] reversed(int rank) {
        int[] order = new int[rank];
        Arrays.setAll(order, i -> rank - 1 - i);
        return order;
    }

    /** What a method whose name ends in an underscore writes. */
    private static Tensor written(String name, Place place, List<Object> rest, Map<String, Object> named) {
        Tensor x = place.get();
        return switch (name) {
            case "zero" -> Tensor.full(x.spec(), 0);
            case "fill" -> tensor(rest.getFirst(), x).broadcastTo(x.shape());
            case "copy" -> tensor(rest.getFirst(), x);
            default -> tensor(call(name, prepended(place, rest), named));
        };
    }

    private static Object joined(String name, List<?> parts, List<Object> rest, Map<String, Object> named) {
        Tensor[] tensors = parts.stream().map(PythonCalls::tensor).toArray(Tensor[]::new);
        Object dim = named.containsKey("dim") ? named.get("dim") : rest.isEmpty() ? Long.valueOf(0) : rest.getFirst();
        int axis = integer(dim);
        return Place.of(
                switch (name) {
                    case "stack" -> Tensor.stack(axis, tensors);
                    case "hstack" -> Tensor.hstack(tensors);
                    case "vstack" -> Tensor.vstack(tensors);
                    default -> Tensor.concat(axis, tensors);
                });
    }

    /** Runs an operation of a group: tensors become its inputs, all else its attributes. */
    private static Object run(String name, List<Object> arguments, Map<String, Object> named) {
        Operation operation = find(name).orElseThrow(() -> new CaseException("there is no function " + name));
        Map<String, Tensor> inputs = new LinkedHashMap<>();
        Map<String, Object> attributes = new HashMap<>();
        String[] names = SIGNATURES.getOrDefault(name, "").split(" ", -1);
        for (int i = 0; i < arguments.size(); i++) {
            Object argument = arguments.get(i);
            if (i == 0 && argument instanceof Place place) {
                inputs.put("x", place.get());
            } else if (i <= names.length && names[i - 1].startsWith("*")) {
                boolean list = argument instanceof List<?>;
                attributes.put(names[i - 1].substring(1), list ? argument : arguments.subList(i, arguments.size()));
                break;
            } else {
                String key = i <= names.length && !names[i - 1].isEmpty() ? names[i - 1] : i == 1 ? "other" : "c" + i;
                put(key, argument, inputs, attributes);
            }
        }
        named.forEach((key, argument) -> put(key, argument, inputs, attributes));
        Inputs computed = Inputs.of(inputs, Map.of(), List.of("values", "indices"));
        Map<String, Tensor> found = operation.apply(computed, new Attributes(attributes));
        if (found.size() == 1) {
            return Place.of(found.values().iterator().next());
        }
        List<Object> both = new ArrayList<>();
        if (found.containsKey("values")) {
            found.forEach((key, value) -> both.add(key.equals("values") ? 0 : both.size(), Place.of(value)));
        } else {
            found.values().forEach(value -> both.add(Place.of(value)));
        }
        return both;
    }

    private static void put(String key, Object argument, Map<String, Tensor> inputs, Map<String, Object> attributes) {
        if (argument instanceof Place place) {
            inputs.put(key, place.get());
        } else if (argument != PythonReader.Nothing.NONE) {
            attributes.put(key, argument);
        }
    }

    static Object attribute(Object value, String name) {
        if (value instanceof List<?> list) {
            return list.get(name.startsWith("ind") ? 1 : 0);
        }
        Place place = (Place) value;
        if (name.equals("shape")) {
            List<Object> sizes = new ArrayList<>();
            Arrays.stream(place.get().shape().toArray()).forEach(size -> sizes.add((long) size));
            return sizes;
        }
        return name.equals("ndim") ? (Object) Long.valueOf(place.get().shape().rank()) : call(name, List.of(value));
    }

    /** A name that stands for itself, such as a type. */
    static Object constant(String name) {
        return Promotion.isNamed(name) ? name : unknown(name);
    }

    private static Object unknown(String name) {
        throw new CaseException("no value or function '" + name + "'");
    }

    /** What an assignment with an operator, or with none, makes of a place. */
    static Tensor combined(Place place, String operator, Object value) {
        return operator.isEmpty() ? tensor(value, place.get()) : tensor(operate(operator, place, value));
    }

    static Object operate(String operator, Object a, Object b) {
        if (a instanceof Number x && b instanceof Number y) {
            return operate(operator, x, y);
        }
        Tensor left = a instanceof Place place ? place.get() : tensor(a, tensor(b));
        Tensor right = b instanceof Place place ? place.get() : tensor(b, left);
        if (operator.equals("@")) {
            return Place.of(contract(left, right));
        }
        List<Tensor> x = ElementwiseOperations.alike(List.of(left, right));
        Tensor p = x.get(0);
        Tensor q = x.get(1);
        return Place.of(
                switch (operator) {
                    case "+" -> p.add(q);
                    case "-" -> p.sub(q);
                    case "*" -> p.mul(q);
                    case "/" -> Promotion.floating(p).div(Promotion.floating(q));
                    case "//" -> p.floorDivide(q);
                    case "%" -> p.remainder(q);
                    case "**", "^" -> b instanceof Number exponent ? p.pow(exponent.doubleValue()) : p.pow(q);
                    case "<" -> p.lt(q);
                    case "<=" -> p.le(q);
                    case ">" -> p.gt(q);
                    case ">=" -> p.ge(q);
                    case "==" -> p.eq(q);
                    case "!=" -> p.ne(q);
                    case "&" -> p.and(q);
                    case "|" -> p.or(q);
                    default -> throw new CaseException("there is no operator " + operator);
                });
    }

    private static Object operate(String operator, Number a, Number b) {
        double x = a.doubleValue();
        double y = b.doubleValue();
        double z = switch (operator) {
            case "+" -> x + y;
            case "-" -> x - y;
            case "*" -> x * y;
            case "/" -> x / y;
            case "//" -> Math.floor(x / y);
            case "%" -> x - y * Math.floor(x / y);
            case "**", "^" -> Math.pow(x, y);
            default -> throw new CaseException("numbers have no operator " + operator);
        };
        boolean whole = a instanceof Long && b instanceof Long && z == Math.rint(z) && !operator.equals("/");
        return whole ? (Object) Long.valueOf((long) z) : (Object) Double.valueOf(z);
    }

    /** A product in which a vector on the left is a row, and on the right a column. */
    private static Tensor contract(Tensor a, Tensor b) {
        Tensor rows = a.shape().rank() == 1 ? a.unsqueeze(0) : a;
        Tensor columns = b.shape().rank() == 1 ? b.unsqueeze(1) : b;
        Tensor y = rows.matmul(columns);
        y = b.shape().rank() == 1 ? y.squeeze(-1) : y;
        return a.shape().rank() == 1 ? y.squeeze(b.shape().rank() == 1 ? -1 : -2) : y;
    }

    static Object negated(Object value) {
        return value instanceof Long whole ? (Object) Long.valueOf(-whole) : (Object) Double.valueOf(-number(value));
    }

    static double number(Object value) {
        return switch (value) {
            case Number number -> number.doubleValue();
            case Boolean truth -> truth ? 1 : 0;
            case Place place -> place.get().item();
            case null, default -> throw new CaseException("'%s' is no number".formatted(value));
        };
    }

    static int integer(Object value) {
        return (int) number(value);
    }

    static Tensor tensor(Object value) {
        return switch (value) {
            case Place place -> place.get();
            case List<?> list -> tensor(list.getFirst());
            case null -> throw new CaseException("a value is missing");
            default -> Promotion.number(value);
        };
    }

    /** A tensor, or a number in the type of a tensor it meets, if that can hold it. */
    private static Tensor tensor(Object value, Tensor beside) {
        if (value instanceof List<?> list) {
            return literal(list).cast(beside.dtype());
        }
        boolean fits = value instanceof Number
                && (beside.dtype().isFloating()
                        || (value instanceof Long && beside.dtype().isInteger()));
        return fits ? Tensor.full(new Spec(Shape.SCALAR, beside.dtype()), number(value)) : tensor(value);
    }

    private static Shape shape(List<Object> sizes) {
        List<?> all = sizes.size() == 1 && sizes.getFirst() instanceof List<?> list ? list : sizes;
        return Shape.of(all.stream().mapToInt(PythonCalls::integer).toArray());
    }

    /** A list of numbers, of tensors, or of lists of them. */
    static Tensor literal(List<?> list) {
        if (list.getFirst() instanceof List<?> || list.getFirst() instanceof Place) {
            return Tensor.stack(
                    0,
                    list.stream()
                            .map(each -> each instanceof List<?> inner ? literal(inner) : tensor(each))
                            .toList());
        }
        double[] numbers = list.stream().mapToDouble(PythonCalls::number).toArray();
        DType dtype = list.stream().allMatch(Boolean.class::isInstance)
                ? DType.BOOL
                : list.stream().allMatch(Long.class::isInstance) ? DType.I64 : DType.F32;
        return Tensor.of(Shape.of(numbers.length), numbers).cast(dtype);
    }
}
