package fovea.classic.circuit;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * A step of a calculation on single numbers, which knows two things: its result, and how a small change of each input changes that. All of
 * backpropagation is the second, multiplied by what comes back from behind.
 */
public sealed interface Gate {

    /** Its result {@code y}. */
    double forward(double... x);

    /**
     * The chain rule at this gate: {@code dxᵢ = dy · ∂y/∂xᵢ}.
     *
     * @param x what came in
     * @param y what went out
     * @param dy the gradient of the final result by {@code y}
     * @return the gradient of the final result by each of {@code x}, as far as it goes through this gate
     */
    double[] backward(double[] x, double y, double dy);

    /** As drawn in its circle, such as {@code +}. */
    String symbol();

    /** How many inputs it takes; −1 where any number from one on will do. */
    default int inputs() {
        return 1;
    }

    /** {@code y = Σ xᵢ}. It distributes: every input gets all of {@code dy}. */
    record Add() implements Gate {
        @Override
        public double forward(double... x) {
            return Arrays.stream(x).sum();
        }

        @Override
        public double[] backward(double[] x, double y, double dy) {
            double[] dx = new double[x.length];
            Arrays.fill(dx, dy);
            return dx;
        }

        @Override
        public String symbol() {
            return "+";
        }

        @Override
        public int inputs() {
            return -1;
        }
    }

    /** {@code y = x₀ − x₁}. */
    record Subtract() implements Gate {
        @Override
        public double forward(double... x) {
            return x[0] - x[1];
        }

        @Override
        public double[] backward(double[] x, double y, double dy) {
            return new double[] {dy, -dy};
        }

        @Override
        public String symbol() {
            return "−";
        }

        @Override
        public int inputs() {
            return 2;
        }
    }

    /** {@code y = x₀ x₁}. It switches: each input's gradient is {@code dy} times the other input. */
    record Multiply() implements Gate {
        @Override
        public double forward(double... x) {
            return x[0] * x[1];
        }

        @Override
        public double[] backward(double[] x, double y, double dy) {
            return new double[] {x[1] * dy, x[0] * dy};
        }

        @Override
        public String symbol() {
            return "×";
        }

        @Override
        public int inputs() {
            return 2;
        }
    }

    /** {@code y = x₀ / x₁}. */
    record Divide() implements Gate {
        @Override
        public double forward(double... x) {
            return x[0] / x[1];
        }

        @Override
        public double[] backward(double[] x, double y, double dy) {
            return new double[] {dy / x[1], -dy * y / x[1]};
        }

        @Override
        public String symbol() {
            return "÷";
        }

        @Override
        public int inputs() {
            return 2;
        }
    }

    /** The largest of its inputs. It routes: the largest gets all of {@code dy}, the others nothing; of equal ones, the first. */
    record Max() implements Gate {
        @Override
        public double forward(double... x) {
            return Arrays.stream(x).max().orElseThrow();
        }

        @Override
        public double[] backward(double[] x, double y, double dy) {
            double[] dx = new double[x.length];
            int largest = IntStream.range(0, x.length)
                    .filter(i -> x[i] == y)
                    .findFirst()
                    .orElse(0);
            dx[largest] = dy;
            return dx;
        }

        @Override
        public String symbol() {
            return "max";
        }

        @Override
        public int inputs() {
            return -1;
        }
    }

    /** {@code y = Σ wᵢ xᵢ}; the first half of the inputs are {@code w}, the second {@code x}. */
    record Dot() implements Gate {
        @Override
        public double forward(double... x) {
            int n = x.length / 2;
            return IntStream.range(0, n).mapToDouble(i -> x[i] * x[n + i]).sum();
        }

        @Override
        public double[] backward(double[] x, double y, double dy) {
            int n = x.length / 2;
            return IntStream.range(0, 2 * n)
                    .mapToDouble(i -> dy * x[i < n ? n + i : i - n])
                    .toArray();
        }

        @Override
        public String symbol() {
            return "dot";
        }

        @Override
        public int inputs() {
            return -1;
        }
    }

    /** {@code y = c x}. */
    record Scale(double c) implements Gate {
        @Override
        public double forward(double... x) {
            return c * x[0];
        }

        @Override
        public double[] backward(double[] x, double y, double dy) {
            return new double[] {c * dy};
        }

        @Override
        public String symbol() {
            return "×" + Numbers.plain(c);
        }
    }

    /** {@code y = x + c}. */
    record Shift(double c) implements Gate {
        @Override
        public double forward(double... x) {
            return x[0] + c;
        }

        @Override
        public double[] backward(double[] x, double y, double dy) {
            return new double[] {dy};
        }

        @Override
        public String symbol() {
            return (c < 0 ? "" : "+") + Numbers.plain(c);
        }
    }

    /** {@code y = x²}. */
    record Square() implements Gate {
        @Override
        public double forward(double... x) {
            return x[0] * x[0];
        }

        @Override
        public double[] backward(double[] x, double y, double dy) {
            return new double[] {2 * x[0] * dy};
        }

        @Override
        public String symbol() {
            return "x²";
        }
    }

    /** {@code y = 1 / x}. */
    record Reciprocal() implements Gate {
        @Override
        public double forward(double... x) {
            return 1 / x[0];
        }

        @Override
        public double[] backward(double[] x, double y, double dy) {
            return new double[] {-dy / (x[0] * x[0])};
        }

        @Override
        public String symbol() {
            return "1/x";
        }
    }

    /** {@code y = eˣ}. Its own derivative. */
    record Exp() implements Gate {
        @Override
        public double forward(double... x) {
            return StrictMath.exp(x[0]);
        }

        @Override
        public double[] backward(double[] x, double y, double dy) {
            return new double[] {y * dy};
        }

        @Override
        public String symbol() {
            return "exp";
        }
    }

    /** {@code y = ln x}. */
    record Log() implements Gate {
        @Override
        public double forward(double... x) {
            return StrictMath.log(x[0]);
        }

        @Override
        public double[] backward(double[] x, double y, double dy) {
            return new double[] {dy / x[0]};
        }

        @Override
        public String symbol() {
            return "log";
        }
    }

    /** {@code y = 1 / (1 + e⁻ˣ)}. Four gates in one, since its derivative is only {@code y (1 − y)}. */
    record Sigmoid() implements Gate {
        @Override
        public double forward(double... x) {
            return 1 / (1 + StrictMath.exp(-x[0]));
        }

        @Override
        public double[] backward(double[] x, double y, double dy) {
            return new double[] {y * (1 - y) * dy};
        }

        @Override
        public String symbol() {
            return "σ";
        }
    }

    /** {@code y = tanh x}, with the derivative {@code 1 − y²}. */
    record Tanh() implements Gate {
        @Override
        public double forward(double... x) {
            return StrictMath.tanh(x[0]);
        }

        @Override
        public double[] backward(double[] x, double y, double dy) {
            return new double[] {(1 - y * y) * dy};
        }

        @Override
        public String symbol() {
            return "tanh";
        }
    }

    /** {@code y = max(0, x)}. It lets {@code dy} pass where {@code x} is above 0, and nothing where it is not. */
    record Relu() implements Gate {
        @Override
        public double forward(double... x) {
            return Math.max(0, x[0]);
        }

        @Override
        public double[] backward(double[] x, double y, double dy) {
            return new double[] {x[0] > 0 ? dy : 0};
        }

        @Override
        public String symbol() {
            return "relu";
        }
    }
}
