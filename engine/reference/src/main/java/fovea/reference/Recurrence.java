package fovea.reference;

import fovea.tensor.LstmSteps;
import fovea.tensor.Shape;

/** Recurrent layers, number by number. */
final class Recurrence {
    private static final int GATES = 4;

    private Recurrence() {}

    /** {@code (ahead, W, h, c)} → {@code (h, c, gates)}. */
    static double[][] forward(LstmSteps op, double[][] x, Shape shape) {
        int t = shape.size(0);
        int n = shape.size(1);
        int hidden = shape.size(2) / GATES;
        int state = n * hidden;
        double[] h = new double[(t + 1) * state];
        double[] c = new double[h.length];
        double[] gates = new double[x[0].length];
        System.arraycopy(x[2], 0, h, op.slot(0, t) * state, state);
        System.arraycopy(x[3], 0, c, op.slot(0, t) * state, state);
        for (int read = 0; read < t; read++) {
            int before = op.slot(read, t) * state;
            int after = op.slot(read + 1, t) * state;
            int at = op.step(read, t) * n;
            for (int row = 0; row < n; row++) {
                for (int j = 0; j < hidden; j++) {
                    double[] y = new double[GATES];
                    for (int gate = 0; gate < GATES; gate++) {
                        int column = gate * hidden + j;
                        double sum = x[0][(at + row) * GATES * hidden + column];
                        for (int k = 0; k < hidden; k++) {
                            sum += h[before + row * hidden + k] * x[1][k * GATES * hidden + column];
                        }
                        y[gate] = gate == 2 ? Math.tanh(sum) : 1 / (1 + Math.exp(-sum));
                        gates[(at + row) * GATES * hidden + column] = y[gate];
                    }
                    int unit = row * hidden + j;
                    c[after + unit] = y[1] * c[before + unit] + y[0] * y[2];
                    h[after + unit] = y[3] * Math.tanh(c[after + unit]);
                }
            }
        }
        return new double[][] {h, c, gates};
    }

    /** {@code (W, c, gates, dh, dc, [dgates])} → {@code (dahead, dh₀, dc₀)}. */
    static double[][] gradient(LstmSteps op, double[][] x, Shape gates) {
        int t = gates.size(0);
        int n = gates.size(1);
        int wide = gates.size(2);
        int hidden = wide / GATES;
        int state = n * hidden;
        double[] ahead = new double[x[2].length];
        double[] dh = java.util.Arrays.copyOfRange(x[3], op.slot(t, t) * state, (op.slot(t, t) + 1) * state);
        double[] dc = java.util.Arrays.copyOfRange(x[4], op.slot(t, t) * state, (op.slot(t, t) + 1) * state);
        for (int read = t - 1; read >= 0; read--) {
            int before = op.slot(read, t) * state;
            int after = op.slot(read + 1, t) * state;
            int at = op.step(read, t) * n * wide;
            for (int unit = 0; unit < state; unit++) {
                int first = at + unit / hidden * wide + unit % hidden;
                double i = x[2][first];
                double f = x[2][first + hidden];
                double g = x[2][first + 2 * hidden];
                double o = x[2][first + 3 * hidden];
                double shown = Math.tanh(x[1][after + unit]);
                dc[unit] += dh[unit] * o * (1 - shown * shown);
                double[] d = {dc[unit] * g, dc[unit] * x[1][before + unit], dc[unit] * i, dh[unit] * shown};
                double[] slope = {i * (1 - i), f * (1 - f), 1 - g * g, o * (1 - o)};
                for (int gate = 0; gate < GATES; gate++) {
                    int place = first + gate * hidden;
                    ahead[place] = (x.length > 5 ? d[gate] + x[5][place] : d[gate]) * slope[gate];
                }
                dc[unit] = dc[unit] * f + x[4][before + unit];
            }
            for (int unit = 0; unit < state; unit++) {
                double sum = x[3][before + unit];
                for (int k = 0; k < wide; k++) {
                    sum += ahead[at + unit / hidden * wide + k] * x[0][unit % hidden * wide + k];
                }
                dh[unit] = sum;
            }
        }
        return new double[][] {ahead, dh, dc};
    }
}
