package fovea.onnx.operator;

import fovea.onnx.model.OnnxGraph;
import fovea.onnx.model.OnnxSequence;
import fovea.onnx.model.OnnxStrings;
import fovea.onnx.model.OnnxTensor;
import fovea.onnx.model.OnnxType;
import fovea.onnx.model.OnnxValue;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Graphs inside nodes: choices and loops. While a program is traced, loops are unrolled; what they depend on must be known then. */
final class Control {
    private static final long MOST_ROUNDS = 1 << 24;

    private Control() {}

    static Map<String, Operator> table() {
        Map<String, Operator> all = new HashMap<>();
        all.put("If", call -> call.run(call.number(0) != 0 ? "then_branch" : "else_branch", List.of()));
        all.put("Loop", Control::loop);
        all.put("Scan", Control::scan);
        all.put("SequenceMap", Control::map);
        return all;
    }

    private static List<OnnxValue> loop(Call call) {
        long rounds = call.has(0) ? call.longs(0)[0] : MOST_ROUNDS;
        boolean goesOn = !call.has(1) || call.number(1) != 0;
        List<OnnxValue> carried = new ArrayList<>(call.inputs().stream()
                .skip(2)
                .map(each -> each.orElseThrow(
                        () -> call.wrong("a value that the loop carries is missing", "the network is damaged")))
                .toList());
        int scans = call.graph("body").outputs().size() - 1 - carried.size();
        List<List<OnnxValue>> collected = lists(scans);
        for (long i = 0; i < rounds && goesOn; i++) {
            if (i == MOST_ROUNDS) {
                throw call.wrong("it goes on after %d rounds".formatted(i), "the network is damaged");
            }
            List<OnnxValue> arguments = new ArrayList<>();
            arguments.add(OnnxTensor.of(OnnxType.INT64, Shape.SCALAR, i));
            arguments.add(OnnxTensor.of(OnnxType.BOOL, Shape.SCALAR, 1L));
            arguments.addAll(carried);
            List<OnnxValue> results = call.run("body", arguments);
            goesOn = results.getFirst() instanceof OnnxTensor condition
                    && condition.doubles()[0] != 0;
            carried = results.subList(1, 1 + carried.size());
            for (int s = 0; s < scans; s++) {
                collected.get(s).add(results.get(1 + carried.size() + s));
            }
        }
        List<OnnxValue> results = new ArrayList<>(carried);
        for (int s = 0; s < scans; s++) {
            results.add(stacked(call.graph("body"), 1 + carried.size() + s, collected.get(s), 0));
        }
        return results;
    }

    private static List<List<OnnxValue>> lists(int n) {
        return IntStream.range(0, n)
                .<List<OnnxValue>>mapToObj(_ -> new ArrayList<>())
                .toList();
    }

    /** Values of all rounds along a new axis; of no round an empty tensor. */
    private static OnnxValue stacked(OnnxGraph body, int output, List<OnnxValue> values, int axis) {
        if (values.isEmpty()) {
            OnnxType type = body.outputs().get(output).type().element().orElse(OnnxType.FLOAT);
            int[] sizes = body.outputs().get(output).type().shape().stream()
                    .flatMap(List::stream)
                    .mapToInt(size -> (int) size.orElse(0))
                    .toArray();
            int[] widened = new int[sizes.length + 1];
            System.arraycopy(sizes, 0, widened, 1, sizes.length);
            return OnnxTensor.of(type, Shape.of(widened), new double[0]);
        }
        if (values.getFirst() instanceof OnnxStrings) {
            List<String> texts = values.stream()
                    .flatMap(each -> ((OnnxStrings) each).elements().stream())
                    .toList();
            int[] sizes = ((OnnxStrings) values.getFirst()).shape().toArray();
            int[] widened = new int[sizes.length + 1];
            widened[0] = values.size();
            System.arraycopy(sizes, 0, widened, 1, sizes.length);
            return new OnnxStrings(Shape.of(widened), texts);
        }
        List<Tensor> tensors =
                values.stream().map(each -> ((OnnxTensor) each).tensor()).toList();
        return new OnnxTensor(((OnnxTensor) values.getFirst()).type(), Tensor.stack(axis, tensors));
    }

    private static List<OnnxValue> scan(Call call) {
        return call.opset() < 9
                ? batched(call)
                : scan(
                        call,
                        0,
                        call.inputs().stream().map(each -> each.orElseThrow()).toList());
    }

    /** The first version ran over a batch, each of its own length. */
    private static List<OnnxValue> batched(Call call) {
        List<OnnxValue> inputs =
                call.inputs().stream().skip(1).map(each -> each.orElseThrow()).toList();
        int batch = ((OnnxTensor) inputs.getFirst()).shape().size(0);
        List<List<OnnxValue>> all = new ArrayList<>();
        for (int b = 0; b < batch; b++) {
            int at = b;
            List<OnnxValue> mine = inputs.stream()
                    .<OnnxValue>map(each -> part((OnnxTensor) each, 0, at))
                    .toList();
            all.add(scan(call, call.has(0) ? (int) call.longs(0)[b] : -1, mine));
        }
        List<OnnxValue> results = new ArrayList<>();
        for (int i = 0; i < all.getFirst().size(); i++) {
            int output = i;
            results.add(stacked(
                    call.graph("body"),
                    i,
                    all.stream().map(each -> each.get(output)).toList(),
                    0));
        }
        return results;
    }

    private static OnnxTensor part(OnnxTensor x, int axis, int place) {
        Tensor part = x.tensor().select(axis, place);
        return x.isSettled() ? OnnxTensor.settled(x.type(), part) : new OnnxTensor(x.type(), part);
    }

    private static int setting(int[] values, int i) {
        return i < values.length ? values[i] : 0;
    }

    private static List<OnnxValue> scan(Call call, int length, List<OnnxValue> inputs) {
        int scanned = call.integer("num_scan_inputs", 0);
        int states = inputs.size() - scanned;
        boolean old = call.opset() < 9;
        int[] axes = old ? new int[0] : call.integers("scan_input_axes");
        int[] turned = call.integers(old ? "directions" : "scan_input_directions");
        int[] outputAxes = old ? new int[0] : call.integers("scan_output_axes");
        int[] outputTurned = call.integers("scan_output_directions");
        List<OnnxValue> carried = new ArrayList<>(inputs.subList(0, states));
        List<OnnxTensor> sources =
                inputs.stream().skip(states).map(OnnxTensor.class::cast).toList();
        int[] along = IntStream.range(0, scanned)
                .map(i -> call.axis(setting(axes, i), sources.get(i).shape().rank()))
                .toArray();
        int steps = length > 0 ? length : sources.getFirst().shape().size(along[0]);
        List<List<OnnxValue>> collected = lists(call.graph("body").outputs().size() - states);
        for (int t = 0; t < steps; t++) {
            List<OnnxValue> arguments = new ArrayList<>(carried);
            for (int i = 0; i < scanned; i++) {
                arguments.add(part(sources.get(i), along[i], setting(turned, i) == 1 ? steps - 1 - t : t));
            }
            List<OnnxValue> results = call.run("body", arguments);
            carried = results.subList(0, states);
            for (int i = 0; i < collected.size(); i++) {
                List<OnnxValue> mine = collected.get(i);
                mine.add(setting(outputTurned, i) == 1 ? 0 : mine.size(), results.get(states + i));
            }
        }
        List<OnnxValue> results = new ArrayList<>(carried);
        for (int i = 0; i < collected.size(); i++) {
            results.add(stacked(call.graph("body"), states + i, collected.get(i), setting(outputAxes, i)));
        }
        return results;
    }

    /** The body applied to the i-th values of sequences, and to whole tensors. */
    private static List<OnnxValue> map(Call call) {
        if (!(call.value(0) instanceof OnnxSequence first)) {
            throw call.wrong("its first input is no sequence", "the network is damaged");
        }
        List<List<OnnxValue>> collected = lists(call.outputs());
        for (int i = 0; i < first.values().size(); i++) {
            int at = i;
            List<OnnxValue> arguments = IntStream.range(0, call.count())
                    .mapToObj(call::value)
                    .map(each -> each instanceof OnnxSequence sequence
                            ? sequence.values().get(at)
                            : each)
                    .toList();
            List<OnnxValue> results = call.run("body", arguments);
            for (int k = 0; k < collected.size(); k++) {
                collected.get(k).add(results.get(k));
            }
        }
        return collected.stream().<OnnxValue>map(OnnxSequence::new).toList();
    }
}
