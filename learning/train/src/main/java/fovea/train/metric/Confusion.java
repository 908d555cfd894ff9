package fovea.train.metric;

/** How often each class was taken for each other. */
public final class Confusion {
    private final long[][] counts;

    /** Nothing counted yet. */
    public Confusion(int classes) {
        this.counts = new long[classes][classes];
    }

    /** Counts one answer. */
    public void add(int truth, int predicted) {
        counts[truth][predicted]++;
    }

    /** {@code counts[truth][predicted]}, a copy. */
    public long[][] counts() {
        long[][] copy = new long[counts.length][];
        for (int i = 0; i < copy.length; i++) {
            copy[i] = counts[i].clone();
        }
        return copy;
    }

    /** Answers counted. */
    public long total() {
        long total = 0;
        for (long[] row : counts) {
            for (long count : row) {
                total += count;
            }
        }
        return total;
    }

    /** Answers that were right. */
    public long correct() {
        long correct = 0;
        for (int i = 0; i < counts.length; i++) {
            correct += counts[i][i];
        }
        return correct;
    }

    /** The part of all answers that was right, 0 to 1; 0 where nothing was counted. */
    public double accuracy() {
        long total = total();
        return total == 0 ? 0 : correct() / (double) total;
    }
}
