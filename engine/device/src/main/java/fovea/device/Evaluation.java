package fovea.device;

import fovea.tensor.Interpreter;
import fovea.tensor.Op;
import fovea.tensor.Reshape;
import fovea.tensor.Shape;
import fovea.tensor.Spec;
import fovea.tensor.Split;
import fovea.tensor.Tensor;
import fovea.tensor.Variable;
import java.lang.foreign.MemorySegment;
import java.util.List;

/** Computes each step at once, on one device. */
public final class Evaluation implements Interpreter {
    private final Kernels kernels;

    /** On the best device; for the service loader. */
    public Evaluation() {
        this(Kernels.of(Device.best()));
    }

    private Evaluation(Kernels kernels) {
        this.kernels = kernels;
    }

    static Evaluation on(Device device) {
        return new Evaluation(Kernels.of(device));
    }

    Device device() {
        return kernels.device();
    }

    @Override
    public Tensor[] apply(Op op, Tensor... inputs) {
        DeviceTensor[] x = new DeviceTensor[inputs.length];
        Spec[] specs = new Spec[inputs.length];
        for (int i = 0; i < inputs.length; i++) {
            x[i] = DeviceTensor.of(inputs[i]);
            specs[i] = inputs[i].spec();
        }
        Spec[] outputs = op.infer(specs);
        if (x.length == 1) {
            if (x[0].layout() instanceof Layout.Packed && Views.isView(op)) {
                x[0] = in(op, x[0], Layout.channelsLast(x[0].shape()));
            }
            if (op instanceof Split split && x[0].layout() instanceof Layout.Strided layout) {
                return look(x[0], outputs, Views.of(split, x[0].shape(), layout));
            }
            Views.View view = Views.of(op, x[0].shape(), x[0].layout()).orElse(null);
            if (view != null) {
                return new Tensor[] {look(x[0], outputs[0], view)};
            }
            if (op instanceof Reshape) {
                return apply(op, in(op, x[0], Layout.rowMajor(x[0].shape())));
            }
        }
        return compute(op, x, outputs);
    }

    private Tensor[] compute(Op op, DeviceTensor[] x, Spec[] outputs) {
        Operand[] operands = new Operand[x.length];
        for (int i = 0; i < x.length; i++) {
            operands[i] = x[i].operand();
        }
        Kernel kernel = kernels.get(op, operands, outputs);
        for (int i = 0; i < x.length; i++) {
            x[i] = in(op, x[i], kernel.input(i));
        }
        DeviceTensor[] y = new DeviceTensor[outputs.length];
        for (int i = 0; i < outputs.length; i++) {
            y[i] = make(new Operand(outputs[i], kernel.output(i)), op);
        }
        Kernels.run(kernel, x, y);
        return y;
    }

    private static DeviceTensor[] look(DeviceTensor x, Spec[] specs, List<Views.View> views) {
        DeviceTensor[] seen = new DeviceTensor[specs.length];
        for (int i = 0; i < seen.length; i++) {
            seen[i] = look(x, specs[i], views.get(i));
        }
        return seen;
    }

    private static DeviceTensor look(DeviceTensor x, Spec spec, Views.View view) {
        return new DeviceTensor(
                new Operand(spec, view.layout()),
                x.buffer(),
                x.offset() + view.offset() * spec.dtype().bytes());
    }

    private static DeviceTensor make(Operand operand, Object maker) {
        return new DeviceTensor(operand, Buffer.take(operand, maker), 0);
    }

    /** {@code x} in another layout, for {@code op}; itself where it has that layout. */
    private DeviceTensor in(Op op, DeviceTensor x, Layout layout) {
        if (x.layout().equals(layout)) {
            return x;
        }
        DeviceTensor moved = make(new Operand(x.spec(), layout), op);
        kernels.copy(x, moved);
        return moved;
    }

    @Override
    public Tensor read(Variable variable) {
        return variable.stored();
    }

    @Override
    public void write(Variable variable, Tensor value) {
        DeviceTensor from = DeviceTensor.of(value);
        DeviceTensor stored = DeviceTensor.of(variable.stored());
        DeviceTensor apart = from.sharesMemoryWith(stored) ? kernels.copied(from, "write") : from;
        Kernels.exclusively(() -> {
            variable.written();
            kernels.copy(apart, stored);
        });
    }

    @Override
    public Tensor saved(Tensor value, Variable variable) {
        DeviceTensor from = DeviceTensor.of(value);
        return from.sharesMemoryWith(DeviceTensor.of(variable.stored()))
                ? kernels.copied(from, "kept for the backward pass")
                : value;
    }

    @Override
    public Tensor constant(Spec spec, MemorySegment elements) {
        Shape shape = spec.shape();
        DeviceTensor made = make(new Operand(spec, Layout.rowMajor(shape)), "constant");
        MemorySegment.copy(elements, 0, made.segment(), 0, spec.bytes());
        return made;
    }

    @Override
    public Tensor own(Tensor value) {
        DeviceTensor from = DeviceTensor.of(value);
        Operand operand = new Operand(from.spec(), Layout.rowMajor(from.shape()));
        DeviceTensor owned = new DeviceTensor(operand, Buffer.lasting(operand, "variable"), 0);
        kernels.copy(from, owned);
        return owned;
    }
}
