package fovea.tensor;

import org.jspecify.annotations.Nullable;

/** Functions of two numbers that the four operations and {@link Special} functions would compute badly, or differentiate wrongly at some places. */
public sealed interface Joint extends Binary {

    @Override
    default boolean takes(DType dtype) {
        return dtype.isFloating();
    }

    @Override
    default Keep keep() {
        return Keep.inputs(0, 1);
    }

    /**
     * Length of the hypotenuse, {@code y = √(a² + b²)}, without overflow between; {@code da = dy · a/y}, {@code db = dy · b/y}, both 0 where
     * y is 0.
     */
    record Hypot() implements Joint {
        @Override
        public double f(double a, double b) {
            return Math.hypot(a, b);
        }

        @Override
        public Keep keep() {
            return Keep.inputs(0, 1).andOutputs(0);
        }

        @Override
        public @Nullable Tensor[] vjp(Residuals r, @Nullable Tensor... dy) {
            return r.gradients(
                    () -> Op.only(dy).mul(cosine(r, 0)), () -> Op.only(dy).mul(cosine(r, 1)));
        }

        private static Tensor cosine(Residuals r, int side) {
            Tensor none = r.output(0).eq(0);
            return r.input(side).div(none.where(1, r.output(0)));
        }
    }

    /**
     * Sum of two numbers given by their logarithms, {@code y = log(bᵃ + bᶜ)}, all to the base {@code b}, without overflow between;
     * {@code da = dy · σ((a − c) · ln b)}, {@code dc = dy · σ((c − a) · ln b)}, a half each where they are equal.
     */
    record LogAddExp(double base) implements Joint {
        @Override
        public String label() {
            return "logaddexp";
        }

        @Override
        public double f(double a, double c) {
            if (a == c) {
                return a + Math.log(2) / Math.log(base);
            }
            double ln = Math.log(base);
            return Math.max(a, c) + Math.log1p(Math.exp(-Math.abs(a - c) * ln)) / ln;
        }

        @Override
        public @Nullable Tensor[] vjp(Residuals r, @Nullable Tensor... dy) {
            return r.gradients(
                    () -> Op.only(dy).mul(share(r.input(0), r.input(1))),
                    () -> Op.only(dy).mul(share(r.input(1), r.input(0))));
        }

        /** Of two equal infinities the difference is 0. */
        private Tensor share(Tensor mine, Tensor other) {
            Tensor alike = mine.isInf().and(mine.eq(other));
            return alike.where(0, mine)
                    .sub(alike.where(0, other))
                    .mul(Math.log(base))
                    .sigmoid();
        }
    }

    /** Size of a with the sign of b, which −0 has as well; {@code da = ±dy} as the sign was changed or not, 0 at 0; {@code db = 0}. */
    record Copysign() implements Joint {
        @Override
        public double f(double a, double b) {
            return Math.copySign(a, b);
        }

        @Override
        public boolean isDifferentiable(int input) {
            return input == 0;
        }

        @Override
        public @Nullable Tensor[] vjp(Residuals r, @Nullable Tensor... dy) {
            return r.gradients(
                    () -> {
                        Tensor a = r.input(0);
                        Tensor sign = new Copysign().apply(Tensor.full(a.spec(), 1), r.input(1));
                        return Op.only(dy).mul(a.sign()).mul(sign);
                    },
                    () -> null);
        }
    }
}
