package fovea.graph;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Who makes and who reads each value of a graph. */
final class Links {
    private final Map<Graph.Value, List<Graph.Apply>> readers = new HashMap<>();
    private final Map<Graph.Value, Graph.Node> makers = new HashMap<>();
    private final Map<Graph.Value, Integer> places = new HashMap<>();
    private final Set<Graph.Value> leaving = new HashSet<>();
    private int next;

    Links(Graph graph) {
        for (Graph.Node node : graph.nodes()) {
            for (Graph.Value value : node.values()) {
                next = Math.max(next, value.id() + 1);
                places.put(value, places.size());
                makers.put(value, node);
            }
            if (node instanceof Graph.Apply apply) {
                for (Graph.Value argument : apply.arguments()) {
                    readers.computeIfAbsent(argument, k -> new ArrayList<>()).add(apply);
                }
            }
        }
        leaving.addAll(graph.outputs());
        graph.writes().forEach(w -> leaving.add(w.value()));
    }

    /** A number that no value has. */
    int fresh() {
        return next++;
    }

    List<Graph.Apply> readers(Graph.Value value) {
        return readers.getOrDefault(value, List.of());
    }

    /** Whether the program gives {@code value} away or writes it to a variable. */
    boolean leaves(Graph.Value value) {
        return leaving.contains(value);
    }

    /** Whether no op reads {@code value}, and the program does not give it away. */
    boolean isUnread(Graph.Value value) {
        return !readers.containsKey(value) && !leaving.contains(value);
    }

    /** The only op that reads {@code value}, and reads it once; null where there are several or the program gives it away. */
    Graph.@Nullable Apply onlyReader(Graph.Value value) {
        List<Graph.Apply> all = readers(value);
        return all.size() == 1 && !leaving.contains(value) ? all.getFirst() : null;
    }

    Graph.@Nullable Node maker(Graph.Value value) {
        return makers.get(value);
    }

    /** Whether {@code a} is made before {@code b}. */
    boolean isBefore(Graph.Value a, Graph.Value b) {
        return places.getOrDefault(a, 0) < places.getOrDefault(b, 0);
    }
}
