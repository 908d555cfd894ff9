import module fovea.lessons;

/*
 * Assignment 3, exercise 5: losses of adversarial nets. Fill the holes, run the file, and read what the checks say.
 */

/** −y log σ(s) − (1 − y) log (1 − σ(s)) for scores s and targets y, element by element, also for scores in the thousands. */
Tensor crossEntropy(Tensor scores, double target) {
    return Hole.fill("max(s, 0) − s y + log(1 + e^−|s|): the same, and nothing overflows");
}

/** The discriminator wants 1 for real pictures and 0 for generated ones: the sum of both means. */
Tensor discriminatorLoss(Tensor real, Tensor fake) {
    return Hole.fill("the mean cross-entropy of the real ones' scores against 1 plus that of the generated ones' against 0");
}

/** The generator wants the discriminator to say 1 (the form whose gradient does not vanish). */
Tensor generatorLoss(Tensor fake) {
    return Hole.fill("the mean cross-entropy of the generated ones' scores against 1");
}

/** Least squares: ½ mean (real − 1)² + ½ mean fake². */
Tensor leastSquares(Tensor real, Tensor fake) {
    return Hole.fill("½ mean (real − 1)² + ½ mean fake²");
}

void main() {
    var sheet = new Assignment("Assignment 3, adversarial losses");
    Tensor s = Tensor.of(Shape.of(3), 0.0, 2, -1);
    double[] right = DoubleStream.of(0, 2, -1).map(v -> Math.log(1 + Math.exp(-v))).toArray();
    sheet.answer("cross-entropy against 1", () -> crossEntropy(s, 1), Tensor.of(Shape.of(3), right));
    Tensor far = Tensor.of(Shape.of(2), 3000.0, -3000);
    sheet.answer(
            "cross-entropy of very sure answers",
            () -> crossEntropy(far, 1).add(1),
            Tensor.of(Shape.of(2), 1.0, 3001),
            new Mistake("e^3000 overflows: use the form with |s|", r -> r.mul(Double.NaN)));
    Tensor real = Tensor.of(Shape.of(2), 1.5, -0.5), fake = Tensor.of(Shape.of(2), 0.3, -2);
    double onReal = mean(real, -1), onFake = mean(fake, 1), fooled = mean(fake, -1);
    sheet.number(
            "discriminator",
            () -> discriminatorLoss(real, fake).item(),
            onReal + onFake,
            Mistake.gives(Tensor.of(Shape.SCALAR, (onReal + onFake) / 2), "the sum of both means, not their mean"),
            Mistake.gives(Tensor.of(Shape.SCALAR, mean(real, 1) + fooled), "real is 1, generated is 0"));
    sheet.number(
            "generator",
            () -> generatorLoss(fake).item(),
            fooled,
            Mistake.gives(Tensor.of(Shape.SCALAR, -onFake), "that is log (1 − D), whose gradient vanishes early: take −log D"));
    sheet.number("least squares", () -> leastSquares(real, fake).item(), 0.5 * (1.25 + (0.09 + 4) / 2));
    sheet.gradient(
            "the generator's gradient",
            () -> Autograd.gradient(fake, t -> generatorLoss(t)),
            t -> Tensor.of(Shape.SCALAR, mean(t, -1)),
            fake);
    IO.println(sheet);
}

/** The mean of log(1 + e^(sign · s)), by plain arithmetic. */
double mean(Tensor scores, int sign) {
    return DoubleStream.of(scores.toDoubles()).map(v -> Math.log1p(Math.exp(sign * v))).average().orElseThrow();
}

/** The library's cross-entropy of one score, so that a hole above does not hide the others. */
Tensor stable(Tensor scores, double target) {
    return target == 1 ? scores.neg().softplus() : scores.softplus();
}
