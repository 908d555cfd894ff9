package fovea.tensor;

/** A product of several matrices, bracketed so that it takes the fewest multiplications (Cormen et al., chapter 15.2). */
final class MatrixChain {
    private final Tensor[] factors;
    private final int[][] cut;

    private MatrixChain(Tensor... factors) {
        this.factors = factors;
        this.cut = new int[factors.length][factors.length];
    }

    static Tensor product(Tensor... all) {
        int last = all.length - 1;
        boolean row = all[0].shape().rank() == 1;
        boolean column = last > 0 && all[last].shape().rank() == 1;
        Tensor[] matrices = all.clone();
        matrices[0] = row ? all[0].unsqueeze(0) : all[0];
        matrices[last] = column ? all[last].unsqueeze(1) : matrices[last];
        for (int i = 0; i <= last; i++) {
            boolean fits = matrices[i].shape().rank() == 2
                    && (i == 0
                            || matrices[i - 1].shape().size(1)
                                    == matrices[i].shape().size(0));
            if (!fits) {
                throw new ShapeException(
                        "multiDot",
                        i == 0
                                ? "the first is " + all[0].shape()
                                : "number %d is %s after %s".formatted(i, all[i].shape(), all[i - 1].shape()),
                        "all must be matrices, the first and last perhaps vectors, each with as many rows as the one before has columns");
            }
        }
        MatrixChain chain = new MatrixChain(matrices);
        chain.plan();
        Tensor y = chain.product(0, last);
        Tensor noRow = row ? y.squeeze(0) : y;
        return column ? noRow.squeeze(-1) : noRow;
    }

    private void plan() {
        int n = factors.length;
        double[][] cost = new double[n][n];
        for (int length = 2; length <= n; length++) {
            for (int i = 0; i + length <= n; i++) {
                int j = i + length - 1;
                cost[i][j] = Double.POSITIVE_INFINITY;
                for (int k = i; k < j; k++) {
                    double own = (double) factors[i].shape().size(0)
                            * factors[k].shape().size(1)
                            * factors[j].shape().size(1);
                    double whole = cost[i][k] + cost[k + 1][j] + own;
                    if (whole < cost[i][j]) {
                        cost[i][j] = whole;
                        cut[i][j] = k;
                    }
                }
            }
        }
    }

    private Tensor product(int from, int to) {
        if (from == to) {
            return factors[from];
        }
        int k = cut[from][to];
        return product(from, k).matmul(product(k + 1, to));
    }
}
