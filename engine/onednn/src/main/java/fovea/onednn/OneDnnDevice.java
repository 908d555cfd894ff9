package fovea.onednn;

import fovea.device.Device;
import fovea.device.Kernel;
import fovea.device.Layout;
import fovea.device.Operand;
import fovea.tensor.Alias;
import fovea.tensor.BatchNorm;
import fovea.tensor.Binary;
import fovea.tensor.Cast;
import fovea.tensor.Concat;
import fovea.tensor.Conv;
import fovea.tensor.CumSum;
import fovea.tensor.CustomOp;
import fovea.tensor.DType;
import fovea.tensor.Draw;
import fovea.tensor.Expand;
import fovea.tensor.Factoring;
import fovea.tensor.Fill;
import fovea.tensor.Finding;
import fovea.tensor.Finished;
import fovea.tensor.Fused;
import fovea.tensor.IndexAdd;
import fovea.tensor.LogSoftmax;
import fovea.tensor.LstmSteps;
import fovea.tensor.Max;
import fovea.tensor.MaxPool;
import fovea.tensor.OneHot;
import fovea.tensor.Op;
import fovea.tensor.Pad;
import fovea.tensor.Permute;
import fovea.tensor.Quantize;
import fovea.tensor.Quantized;
import fovea.tensor.Reshape;
import fovea.tensor.Slice;
import fovea.tensor.Solving;
import fovea.tensor.Spec;
import fovea.tensor.Split;
import fovea.tensor.Sum;
import fovea.tensor.SumPool;
import fovea.tensor.Take;
import fovea.tensor.Unary;
import fovea.tensor.Where;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The processor through oneDNN: its kernels for what multiplies, and Java loops on the same threads for what does not. */
public final class OneDnnDevice implements Device {

    /** For the service loader. */
    public OneDnnDevice() {}

    @Override
    public String name() {
        return "onednn";
    }

    @Override
    public String description() {
        return "oneDNN " + Dnnl.version() + " on " + Team.threads() + (Team.threads() == 1 ? " thread" : " threads");
    }

    @Override
    public Optional<String> unavailable() {
        return Optional.ofNullable(Natives.reason());
    }

    @Override
    public int rank() {
        return 10;
    }

    @Override
    public @Nullable MemorySegment memory(long bytes, Arena arena) {
        return Pages.map(bytes, arena);
    }

    /** One line an op; those without a kernel here are left to the reference. */
    @Override
    public @Nullable Kernel prepare(Op op, Operand[] in, Spec[] out) {
        if (isOurs(op, in, out)) {
            return ours(op, in, out);
        }
        if (HalfKernels.isNative(op, in, out)) {
            return halves(op, in, out);
        }
        if (ByteKernels.isNative(op, in, out)) {
            return ByteKernels.of(op, in, out);
        }
        Kernel loop = LoopKernels.of(op, in, out);
        return loop == null && HalfKernels.isHalf(in, out) ? HalfKernels.of(this, op, in, out) : loop;
    }

    /** In 16 bits; between casts what oneDNN has for single precision only, such as convolutions of few channels by windows of 2 × 2. */
    private @Nullable Kernel halves(Op op, Operand[] in, Spec[] out) {
        try {
            return ours(op, in, out);
        } catch (OneDnnException e) {
            if (e.status() != Status.UNIMPLEMENTED) {
                throw e;
            }
            return HalfKernels.of(this, op, in, out);
        }
    }

    private static @Nullable Kernel ours(Op op, Operand[] in, Spec[] out) {
        return switch (op) {
            case Unary u -> ElementwiseKernel.of(u, in, out);
            case Binary b -> ElementwiseKernel.of(b, in, out);
            case Fused f -> ElementwiseKernel.of(f, in, out);
            case Sum sum -> SumKernel.of(sum, in[0]);
            case fovea.tensor.MatMul _ -> ProductKernels.matmul(Finished.of(op), in, out[0]);
            case Conv c -> ConvolutionKernels.forward(c, Finished.of(op), in, out[0]);
            case Finished f when f.op() instanceof Conv c -> ConvolutionKernels.forward(c, f, in, out[0]);
            case Finished f -> ProductKernels.matmul(f, in, out[0]);
            case Conv.InputGradient(Conv c, var _) -> ConvolutionKernels.inputGradient(c, in[0], in[1], out[0]);
            case Conv.WeightGradient(Conv c, var _) -> ConvolutionKernels.weightGradient(c, in[0], in[1], out[0]);
            case MaxPool p -> PoolingKernels.forward(p.window(), in[0], out);
            case MaxPool.Scatter p -> PoolingKernels.scatter(p.window(), in, out[0]);
            case SumPool p -> PoolingKernels.sum(p.window(), in[0], out[0]);
            case SumPool.Gradient p -> PoolingKernels.sumGradient(p.window(), in[0], out[0]);
            case BatchNorm(double epsilon) -> BatchNormKernels.forward(epsilon, false, in[0], out);
            case BatchNorm.Rectified(BatchNorm(double epsilon)) -> BatchNormKernels.forward(epsilon, true, in[0], out);
            case BatchNorm.Gradient(BatchNorm(double epsilon)) -> BatchNormKernels.gradient(epsilon, false, in, out);
            case BatchNorm.RectifiedGradient(BatchNorm(double epsilon)) ->
                BatchNormKernels.gradient(epsilon, true, in, out);
            case LogSoftmax _ -> new LogSoftmaxLoop(in[0].spec().shape());
            case LstmSteps steps -> new LstmForward(steps, in, out);
            case LstmSteps.Gradient(LstmSteps steps) -> in.length > 5 ? null : new LstmBackward(steps, in, out);
            case Pad p -> new PadKernel(p, in[0], out[0]);
            case Fill _, Draw _, Cast _, Where _, Concat _, Take _, IndexAdd _ -> LoopKernels.of(op, in, out);
            case OneHot _, Max _, MaxPool.Pick _ -> null;
            case MaxPool.Largest p -> PoolingKernels.largest(p.window(), in[0], out[0]);
            case Quantized _, Quantize _ -> ByteKernels.of(op, in, out);
            case CumSum _, Finding _ -> null;
            case Factoring _, Solving _, CustomOp _ -> null;
            case Reshape _, Permute _, Expand _, Slice _, Split _, Alias _ -> null;
        };
    }

    /** Single precision throughout (but for the places of winners), and nothing empty: oneDNN takes neither. */
    private static boolean isOurs(Op op, Operand[] in, Spec[] out) {
        for (Operand x : in) {
            boolean places = op instanceof MaxPool.Scatter || op instanceof BatchNorm.RectifiedGradient;
            if (x.spec().shape().elements() == 0 || (x.spec().dtype() != DType.F32 && !places)) {
                return false;
            }
        }
        for (Spec y : out) {
            if (y.shape().elements() == 0) {
                return false;
            }
        }
        return in.length > 0 && in[0].spec().dtype() == DType.F32;
    }

    @Override
    public @Nullable Kernel reorder(Operand from, Layout to) {
        return MoveKernels.of(from, to);
    }
}
