package fovea.onnx.operator;

import fovea.onnx.model.OnnxOptional;
import fovea.onnx.model.OnnxSequence;
import fovea.onnx.model.OnnxStrings;
import fovea.onnx.model.OnnxTensor;
import fovea.onnx.model.OnnxType;
import fovea.onnx.model.OnnxValue;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** Sequences of tensors, and values that may be missing. */
final class Sequences {

    private Sequences() {}

    static Map<String, Operator> table() {
        Map<String, Operator> all = new HashMap<>();
        all.put("SequenceEmpty", _ -> List.of(new OnnxSequence(List.of())));
        all.put(
                "SequenceConstruct",
                call -> List.of(new OnnxSequence(
                        IntStream.range(0, call.count()).mapToObj(call::value).toList())));
        all.put(
                "SequenceAt",
                call -> List.of(values(call).get(place(call, 1, values(call).size() - 1))));
        all.put("SequenceInsert", Sequences::inserted);
        all.put("SequenceErase", Sequences::erased);
        all.put(
                "SequenceLength",
                call -> List.of(OnnxTensor.of(
                        OnnxType.INT64, Shape.SCALAR, (long) values(call).size())));
        all.put("SplitToSequence", Sequences::split);
        all.put("ConcatFromSequence", Sequences::joined);
        all.put(
                "Optional",
                call -> List.of(new OnnxOptional(call.has(0) ? Optional.of(call.value(0)) : Optional.empty())));
        all.put(
                "OptionalHasElement",
                call -> List.of(OnnxTensor.of(OnnxType.BOOL, Shape.SCALAR, hasElement(call) ? 1L : 0L)));
        all.put("OptionalGetElement", Sequences::element);
        return all;
    }

    private static List<OnnxValue> values(Call call) {
        if (call.value(0) instanceof OnnxSequence sequence) {
            return sequence.values();
        }
        throw call.wrong("its first input is no sequence", "the network is damaged");
    }

    private static int place(Call call, int i, int last) {
        long at = call.longs(i)[0];
        long from0 = at < 0 ? at + values(call).size() : at;
        if (from0 < 0 || from0 > last) {
            throw call.wrong(
                    "there is no place %d in a sequence of %d"
                            .formatted(at, values(call).size()),
                    "count from 0");
        }
        return (int) from0;
    }

    private static List<OnnxValue> inserted(Call call) {
        List<OnnxValue> values = new ArrayList<>(values(call));
        values.add(call.has(2) ? place(call, 2, values.size()) : values.size(), call.value(1));
        return List.of(new OnnxSequence(values));
    }

    private static List<OnnxValue> erased(Call call) {
        List<OnnxValue> values = new ArrayList<>(values(call));
        values.remove(call.has(1) ? place(call, 1, values.size() - 1) : values.size() - 1);
        return List.of(new OnnxSequence(values));
    }

    private static List<OnnxValue> split(Call call) {
        OnnxTensor x = call.tensor(0);
        int axis = call.axis(call.whole("axis", 0), x.shape().rank());
        int n = x.shape().size(axis);
        boolean single = !call.has(1);
        int[] sizes = single ? Windows.ones(n) : call.ints(1);
        if (!single && call.shape(1).rank() == 0) {
            int each = Math.max(1, sizes[0]);
            sizes = IntStream.range(0, Math.ceilDiv(n, each))
                    .map(i -> Math.min(each, n - i * each))
                    .toArray();
        }
        if (Arrays.stream(sizes).sum() != n) {
            throw call.wrong("sizes %s do not fill %d".formatted(Arrays.toString(sizes), n), "the network is damaged");
        }
        List<OnnxValue> parts = new ArrayList<>();
        int from = 0;
        for (int size : sizes) {
            Tensor part = x.tensor().slice(axis, from, from + size);
            parts.add(new OnnxTensor(x.type(), single && !call.flag("keepdims", true) ? part.squeeze(axis) : part));
            from += size;
        }
        return List.of(new OnnxSequence(parts));
    }

    private static List<OnnxValue> joined(Call call) {
        List<OnnxValue> values = values(call);
        if (values.stream().allMatch(OnnxStrings.class::isInstance)) {
            List<OnnxStrings> texts =
                    values.stream().map(OnnxStrings.class::cast).toList();
            return Movement.texts(texts, places -> joined(call, places));
        }
        OnnxType type = ((OnnxTensor) values.getFirst()).type();
        return List.of(new OnnxTensor(
                type,
                joined(
                        call,
                        values.stream()
                                .map(each -> ((OnnxTensor) each).tensor())
                                .toList())));
    }

    private static Tensor joined(Call call, List<Tensor> parts) {
        boolean stacks = call.flag("new_axis", false);
        int rank = parts.getFirst().shape().rank() + (stacks ? 1 : 0);
        int axis = call.axis(call.whole("axis", 0), rank);
        return stacks ? Tensor.stack(axis, parts) : Tensor.concat(axis, parts);
    }

    private static boolean hasElement(Call call) {
        return call.has(0) && !(call.value(0) instanceof OnnxOptional(Optional<OnnxValue> value) && value.isEmpty());
    }

    private static List<OnnxValue> element(Call call) {
        if (!hasElement(call)) {
            throw call.wrong("there is no element", "ask OptionalHasElement first");
        }
        return List.of(
                call.value(0) instanceof OnnxOptional optional
                        ? optional.value().orElseThrow()
                        : call.value(0));
    }
}
