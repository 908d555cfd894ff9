package fovea.train.optim;

import java.util.function.Supplier;

/**
 * An optimizer's formula for one weight, as its paper (with PyTorch's options) writes it, in plain double arithmetic and without a look at
 * the implementation: what the optimizers are measured against.
 */
@FunctionalInterface
interface Rule {

    /** The weight after step {@code t}, counted from 1, with gradient {@code g}. */
    double next(double theta, double g, int t);

    /** {@code g ← g + λ θ} first. */
    default Rule decayed(double lambda) {
        return (theta, g, t) -> next(theta, g + lambda * theta, t);
    }

    /** {@code θ ← (1 − lr λ) θ} first. */
    default Rule shrunk(double rate, double lambda) {
        return (theta, g, t) -> next(theta * (1 - rate * lambda), g, t);
    }

    /** Uphill. */
    default Rule turned() {
        return (theta, g, t) -> next(theta, -g, t);
    }

    static Supplier<Rule> sgd(double rate, double mu, double tau, boolean nesterov) {
        return () -> {
            double[] v = new double[1];
            return (theta, g, t) -> {
                v[0] = t == 1 ? g : mu * v[0] + (1 - tau) * g;
                return theta - rate * (nesterov ? g + mu * v[0] : mu == 0 ? g : v[0]);
            };
        };
    }

    static Supplier<Rule> adagrad(double rate, double eta, double initial, double epsilon) {
        return () -> {
            double[] s = {initial};
            return (theta, g, t) -> {
                s[0] += g * g;
                return theta - rate / (1 + (t - 1) * eta) * g / (Math.sqrt(s[0]) + epsilon);
            };
        };
    }

    static Supplier<Rule> adadelta(double rate, double rho, double epsilon) {
        return () -> {
            double[] s = new double[2];
            return (theta, g, _) -> {
                s[0] = rho * s[0] + (1 - rho) * g * g;
                double delta = Math.sqrt(s[1] + epsilon) / Math.sqrt(s[0] + epsilon) * g;
                s[1] = rho * s[1] + (1 - rho) * delta * delta;
                return theta - rate * delta;
            };
        };
    }

    static Supplier<Rule> rmsProp(double rate, double alpha, double epsilon, boolean centered, double mu) {
        return () -> {
            double[] s = new double[3];
            return (theta, g, _) -> {
                s[0] = alpha * s[0] + (1 - alpha) * g * g;
                s[1] = alpha * s[1] + (1 - alpha) * g;
                double spread = Math.sqrt(centered ? s[0] - s[1] * s[1] : s[0]) + epsilon;
                s[2] = mu * s[2] + g / spread;
                return theta - rate * s[2];
            };
        };
    }

    static Supplier<Rule> adam(double rate, double beta1, double beta2, double epsilon, boolean amsgrad) {
        return () -> {
            double[] s = new double[3];
            return (theta, g, t) -> {
                s[0] = beta1 * s[0] + (1 - beta1) * g;
                s[1] = beta2 * s[1] + (1 - beta2) * g * g;
                s[2] = Math.max(s[2], s[1]);
                double m = s[0] / (1 - Math.pow(beta1, t));
                double v = (amsgrad ? s[2] : s[1]) / (1 - Math.pow(beta2, t));
                return theta - rate * m / (Math.sqrt(v) + epsilon);
            };
        };
    }

    static Supplier<Rule> adamax(double rate, double beta1, double beta2, double epsilon) {
        return () -> {
            double[] s = new double[2];
            return (theta, g, t) -> {
                s[0] = beta1 * s[0] + (1 - beta1) * g;
                s[1] = Math.max(beta2 * s[1], Math.abs(g) + epsilon);
                return theta - rate / (1 - Math.pow(beta1, t)) * s[0] / s[1];
            };
        };
    }

    static Supplier<Rule> nadam(double rate, double beta1, double beta2, double epsilon, double psi) {
        return () -> {
            double[] s = {0, 0, 1};
            return (theta, g, t) -> {
                double now = beta1 * (1 - 0.5 * Math.pow(0.96, t * psi));
                double next = beta1 * (1 - 0.5 * Math.pow(0.96, (t + 1) * psi));
                s[0] = beta1 * s[0] + (1 - beta1) * g;
                s[1] = beta2 * s[1] + (1 - beta2) * g * g;
                s[2] *= now;
                double m = next * s[0] / (1 - s[2] * next) + (1 - now) * g / (1 - s[2]);
                return theta - rate * m / (Math.sqrt(s[1] / (1 - Math.pow(beta2, t))) + epsilon);
            };
        };
    }

    static Supplier<Rule> radam(double rate, double beta1, double beta2, double epsilon) {
        return () -> {
            double[] s = new double[2];
            return (theta, g, t) -> {
                s[0] = beta1 * s[0] + (1 - beta1) * g;
                s[1] = beta2 * s[1] + (1 - beta2) * g * g;
                double m = s[0] / (1 - Math.pow(beta1, t));
                double most = 2 / (1 - beta2) - 1;
                double known = Math.pow(beta2, t);
                double rho = most - 2 * t * known / (1 - known);
                if (rho <= 5) {
                    return theta - rate * m;
                }
                double r = Math.sqrt((rho - 4) * (rho - 2) * most / ((most - 4) * (most - 2) * rho));
                return theta - rate * m * r * Math.sqrt(1 - known) / (Math.sqrt(s[1]) + epsilon);
            };
        };
    }

    static Supplier<Rule> asgd(double rate, double lambda, double alpha) {
        return () -> (theta, g, t) -> {
            double eta = t == 1 ? rate : rate / Math.pow(1 + lambda * rate * (t - 1), alpha);
            return theta * (1 - lambda * eta) - eta * g;
        };
    }

    static Supplier<Rule> rprop(double rate, double shrink, double grow, double smallest, double largest) {
        return () -> {
            double[] s = {0, rate};
            return (theta, gradient, _) -> {
                double sign = Math.signum(gradient * s[0]);
                double factor = sign > 0 ? grow : sign < 0 ? shrink : 1;
                s[1] = Math.min(Math.max(s[1] * factor, smallest), largest);
                double g = sign < 0 ? 0 : gradient;
                s[0] = g;
                return theta - Math.signum(g) * s[1];
            };
        };
    }
}
