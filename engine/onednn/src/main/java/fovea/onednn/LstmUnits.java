package fovea.onednn;

import fovea.tensor.Binary;
import fovea.tensor.Fused;
import fovea.tensor.Op;
import fovea.tensor.Unary;
import java.util.ArrayList;
import java.util.List;

/** What a long short-term memory does to each unit in a step, forward and backward, as chains of element-wise ops. */
final class LstmUnits {
    private final int inputs;
    private final List<Fused.Step> steps = new ArrayList<>();

    private LstmUnits(int inputs) {
        this.inputs = inputs;
    }

    /** {@code (product of i, f, g, o, ahead of i, f, g, o, c)} → {@code (i, f, g, o, c', h')}. */
    static Fused forward() {
        LstmUnits u = new LstmUnits(9);
        int i = u.of(new Unary.Sigmoid(), u.add(0, 4));
        int f = u.of(new Unary.Sigmoid(), u.add(1, 5));
        int g = u.of(new Unary.Tanh(), u.add(2, 6));
        int o = u.of(new Unary.Sigmoid(), u.add(3, 7));
        int c = u.add(u.mul(f, 8), u.mul(i, g));
        int h = u.mul(o, u.of(new Unary.Tanh(), c));
        return new Fused(u.inputs, u.steps, List.of(i, f, g, o, c, h));
    }

    /**
     * {@code (dh from the step behind, dh from outside, dc, c', c, i, f, g, o, dc of the step before from outside)} → {@code (di, df, dg, do,
     * dc of the step before)}, the gates' before their functions.
     */
    static Fused backward() {
        LstmUnits u = new LstmUnits(10);
        int i = 5;
        int f = 6;
        int g = 7;
        int o = 8;
        int shown = u.of(new Unary.Tanh(), 3);
        int through = u.mul(u.add(0, 1), o);
        int dc = u.add(2, u.mul(through, u.rest(u.mul(shown, shown))));
        int dO = u.mul(u.mul(through, u.rest(o)), shown);
        int kept = u.mul(dc, f);
        int df = u.mul(u.mul(kept, u.rest(f)), 4);
        int written = u.mul(dc, i);
        int di = u.mul(u.mul(written, u.rest(i)), g);
        int dg = u.mul(written, u.rest(u.mul(g, g)));
        return new Fused(u.inputs, u.steps, List.of(di, df, dg, dO, u.add(kept, 9)));
    }

    private int step(Op op, int a, int b) {
        steps.add(new Fused.Step(op, a, b));
        return inputs + steps.size() - 1;
    }

    private int of(Unary op, int a) {
        return step(op, a, a);
    }

    private int add(int a, int b) {
        return step(new Binary.Add(), a, b);
    }

    private int mul(int a, int b) {
        return step(new Binary.Mul(), a, b);
    }

    /** {@code 1 − a}. */
    private int rest(int a) {
        return of(new Unary.Affine(-1, 1), a);
    }
}
