package fovea.bench.onnxruntime;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import fovea.bench.Contestant;
import fovea.bench.ContestantServer;
import fovea.bench.Inference;
import fovea.bench.Size;
import fovea.bench.Workload;
import fovea.bench.fovea.Models;
import fovea.device.Device;
import fovea.nn.Layer;
import fovea.onnx.OnnxExport;
import fovea.tensor.Shape;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Map;

/** ONNX Runtime, on the models that Fovea exports; it folds batch norm itself. */
public final class OnnxRuntime implements Contestant {
    private static final OrtEnvironment ENVIRONMENT = OrtEnvironment.getEnvironment();

    private OnnxRuntime() {}

    /** Serves the workload named first in the precision named second. */
    public static void main(String[] arguments) throws IOException {
        ContestantServer.serve(new OnnxRuntime(), arguments);
    }

    @Override
    public String version() {
        return "ONNX Runtime " + ENVIRONMENT.getVersion();
    }

    @Override
    public Step prepare(Workload workload) {
        if (!(workload instanceof Inference inference)) {
            throw new UnsupportedOperationException("ONNX Runtime does not learn");
        }
        try {
            return Session.of(inference);
        } catch (OrtException failure) {
            throw new IllegalStateException("ONNX Runtime refuses " + inference.name(), failure);
        }
    }

    /** A loaded model and its input, which lies outside the heap and is not copied. */
    private record Session(OrtSession session, OnnxTensor x) implements Step {

        static Session of(Inference work) throws OrtException {
            Size size = work.net().in();
            Shape shape = Shape.of(work.batch(), size.channels(), size.height(), size.width());
            byte[] model = Device.named("reference").use(() -> {
                Layer layer = Models.of(
                        work.model(),
                        size,
                        work.net().out().channels(),
                        work.net().weights());
                return OnnxExport.bytes(layer, shape);
            });
            OrtSession.SessionOptions options = new OrtSession.SessionOptions();
            options.setIntraOpNumThreads(Runtime.getRuntime().availableProcessors());
            options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
            options.setSymbolicDimensionValue("N", work.batch()); // plans for it, as Fovea does
            float[] pixels = work.pixels();
            FloatBuffer direct = ByteBuffer.allocateDirect(pixels.length * Float.BYTES)
                    .order(ByteOrder.nativeOrder())
                    .asFloatBuffer();
            direct.put(pixels).flip();
            return new Session(
                    ENVIRONMENT.createSession(model, options), OnnxTensor.createTensor(ENVIRONMENT, direct, new long[] {
                        work.batch(), size.channels(), size.height(), size.width()
                    }));
        }

        @Override
        public float[] run() {
            try (OrtSession.Result result = session.run(Map.of("x", x))) {
                FloatBuffer values = ((OnnxTensor) result.get(0)).getFloatBuffer();
                float[] y = new float[values.remaining()];
                values.get(y);
                return y;
            } catch (OrtException failure) {
                throw new IllegalStateException("ONNX Runtime failed", failure);
            }
        }
    }
}
