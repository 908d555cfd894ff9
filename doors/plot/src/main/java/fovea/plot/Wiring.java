package fovea.plot;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A calculation drawn from left to right: circles for its steps and wires between them, on each wire one text above and one below. In a
 * computational graph they are the value that flows forward and the gradient that flows back.
 *
 * @param title above all; may be empty
 * @param nodes each after those it is computed from, 1 to {@value #MOST_NODES}
 */
public record Wiring(String title, List<Node> nodes) {

    /** More would be a wall, not a drawing. */
    public static final int MOST_NODES = 200;

    private static final int MOST_WIRES = 400;

    /** Refuses wires that lead backward and graphs too large to be looked at. */
    public Wiring {
        nodes = List.copyOf(nodes);
        int wires = nodes.stream().mapToInt(node -> node.in().size()).sum();
        if (nodes.isEmpty() || nodes.size() > MOST_NODES || wires > MOST_WIRES) {
            throw new PictureException(
                    "wiring '" + title + "': " + nodes.size() + " steps and " + wires + " wires",
                    "give 1 to " + MOST_NODES + " steps with at most " + MOST_WIRES + " wires, or draw a part");
        }
        for (int i = 0; i < nodes.size(); i++) {
            for (Wire wire : nodes.get(i).in()) {
                if (wire.from() < 0 || wire.from() >= i) {
                    throw new PictureException(
                            "wiring '" + title + "': step " + i + " reads step " + wire.from(),
                            "put every step after those it reads");
                }
            }
        }
    }

    /** A drawing of these steps. */
    public static Wiring of(String title, List<Node> nodes) {
        return new Wiring(title, nodes);
    }

    /** Lays the graph out. */
    public Picture picture() {
        return new Picture(new WiringLayout(this).drawing());
    }

    /** The steps that no other reads. */
    List<Integer> ends() {
        Set<Integer> read = new HashSet<>();
        nodes.forEach(node -> node.in().forEach(wire -> read.add(wire.from())));
        List<Integer> ends = new ArrayList<>();
        for (int i = 0; i < nodes.size(); i++) {
            if (!read.contains(i)) {
                ends.add(i);
            }
        }
        return ends;
    }

    /**
     * A step.
     *
     * @param label in its circle, shortened to it; a step that reads nothing has no circle, only the label; one without a label is the end
     *     of a wire
     * @param in what it reads, from above to below
     */
    public record Node(String label, List<Wire> in) {

        /** Copies the wires. */
        public Node {
            in = List.copyOf(in);
        }
    }

    /**
     * What a step reads.
     *
     * @param from the position of the step it comes out of
     * @param above text above the wire
     * @param below text below it
     */
    public record Wire(int from, String above, String below) {}
}
