package fovea.nn.loss;

import fovea.tensor.ShapeException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.stream.IntStream;

/**
 * A binary tree with a class in each leaf: V classes, {@code V − 1} inner nodes. A class is told by the turns from the root to its leaf.
 *
 * @param nodes the inner nodes on the way to each class, from the root
 * @param turns 1 for left and −1 for right at each of them
 */
public record CodeTree(int[][] nodes, int[][] turns) {

    public CodeTree {
        if (nodes.length < 2 || nodes.length != turns.length) {
            throw new ShapeException(
                    "codeTree", nodes.length + " ways and " + turns.length + " turns", "it needs 2 classes or more");
        }
    }

    /** All leaves as near to the root as can be: {@code ⌈log₂ V⌉} turns at most. */
    public static CodeTree balanced(int classes) {
        return grown(new long[Math.max(classes, 0)]);
    }

    /** Frequent classes near the root, so that the mean number of turns is least (Huffman 1952). */
    public static CodeTree huffman(long... counts) {
        return grown(counts);
    }

    public int classes() {
        return nodes.length;
    }

    /** The largest number of turns. */
    public int depth() {
        return Arrays.stream(nodes).mapToInt(each -> each.length).max().orElse(0);
    }

    /** A leaf or an inner node while the tree is grown; the older and the lower go first among equals. */
    private record Branch(long weight, int height, int order, int[] leaves) {}

    /** Joins the two lightest branches until one is left; of equal weights the lower ones. */
    private static CodeTree grown(long[] counts) {
        int classes = counts.length;
        PriorityQueue<Branch> branches = new PriorityQueue<>(Comparator.comparingLong(Branch::weight)
                .thenComparingInt(Branch::height)
                .thenComparingInt(Branch::order));
        for (int i = 0; i < classes; i++) {
            branches.add(new Branch(counts[i], 0, i, new int[] {i}));
        }
        int[][] nodes = new int[classes][0];
        int[][] turns = new int[classes][0];
        // The root is joined last and is node 0.
        for (int node = classes - 2; node >= 0; node--) {
            Branch left = branches.remove();
            Branch right = branches.remove();
            turn(nodes, turns, left, node, 1);
            turn(nodes, turns, right, node, -1);
            int[] leaves = IntStream.concat(Arrays.stream(left.leaves), Arrays.stream(right.leaves))
                    .toArray();
            int height = Math.max(left.height, right.height) + 1;
            branches.add(new Branch(left.weight + right.weight, height, classes + (classes - node), leaves));
        }
        return new CodeTree(nodes, turns);
    }

    private static void turn(int[][] nodes, int[][] turns, Branch branch, int node, int side) {
        for (int leaf : branch.leaves) {
            nodes[leaf] = before(node, nodes[leaf]);
            turns[leaf] = before(side, turns[leaf]);
        }
    }

    private static int[] before(int first, int[] rest) {
        int[] all = new int[rest.length + 1];
        all[0] = first;
        System.arraycopy(rest, 0, all, 1, rest.length);
        return all;
    }
}
