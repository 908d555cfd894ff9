package fovea.onnx.operator;

import fovea.onnx.model.OnnxAttribute;
import fovea.onnx.model.OnnxGraph;
import fovea.onnx.model.OnnxNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** When the values of a graph are read for the last time: after that they can go. */
final class Lifetimes {

    private Lifetimes() {}

    /** The names that nothing reads after each node, one list for each. Outputs of the graph stay. */
    static List<List<String>> of(OnnxGraph graph) {
        Map<String, Integer> last = new HashMap<>();
        for (int i = 0; i < graph.nodes().size(); i++) {
            Set<String> read = new HashSet<>(graph.nodes().get(i).outputs());
            reads(graph.nodes().get(i), read);
            for (String name : read) {
                last.put(name, i);
            }
        }
        graph.outputs().forEach(each -> last.remove(each.name()));
        List<List<String>> over = new ArrayList<>();
        graph.nodes().forEach(_ -> over.add(new ArrayList<>()));
        last.forEach((name, i) -> over.get(i).add(name));
        return over;
    }

    /** Graphs inside a node read values of the outer one. */
    private static void reads(OnnxNode node, Set<String> names) {
        names.addAll(node.inputs());
        for (OnnxAttribute attribute : node.attributes().values()) {
            if (attribute instanceof OnnxAttribute.Program(OnnxGraph graph)) {
                graph.nodes().forEach(each -> reads(each, names));
                graph.outputs().forEach(each -> names.add(each.name()));
            }
        }
    }
}
