package fovea.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class RosterTest {
    private static final Workload RESNET = Workload.named("resnet20-128", Precision.F32);

    private static List<String> names(Workload workload, String... peers) {
        return Roster.of(workload, List.of(peers)).stream().map(Entry::name).toList();
    }

    @Test
    void beginsWithFoveaAndCallsEveryContestantDifferently() {
        assertThat(names(RESNET)).doesNotHaveDuplicates().hasSizeGreaterThan(2).startsWith("fovea");
    }

    @Test
    void keepsTheOrderAskedFor() {
        assertThat(names(RESNET, "libtorch-nchw", "libtorch-nhwc"))
                .containsExactly("fovea", "libtorch-nchw", "libtorch-nhwc");
    }

    @Test
    void measuresOneLayoutWhereThereAreNoImages() {
        assertThat(names(Workload.named("lstm-50", Precision.F32)))
                .containsExactly("fovea", "libtorch-nchw", "libtorch-nchw-tuned", "libtorch-nchw-tuned-spin");
    }

    @Test
    void leavesOutWhoDoesNotComputeTheWorkload() {
        assertThat(names(Workload.named("lstm-50", Precision.F32), "tfjava", "djl", "dl4j"))
                .containsExactly("fovea", "djl");
        assertThat(names(Workload.named("mlp-16", Precision.F32), "tfjava", "djl", "dl4j"))
                .containsExactly("fovea", "tfjava", "djl", "dl4j");
    }

    @Test
    void inEightBitsFoveaInfersAlone() {
        assertThat(Workload.all(Precision.INT8))
                .isNotEmpty()
                .allMatch(Inference.class::isInstance)
                .allSatisfy(work -> assertThat(names(work)).containsExactly("fovea"));
        assertThat(names(Workload.named("infer-resnet50-1", Precision.INT8), "libtorch-nhwc", "onnxruntime"))
                .containsExactly("fovea");
        assertThatThrownBy(() -> Workload.named("resnet20-128", Precision.INT8))
                .hasMessageContaining("no workload is called resnet20-128");
    }

    @Test
    void saysWhoThereIs() {
        assertThatThrownBy(() -> Roster.of(RESNET, List.of("nobody")))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("no peer is called nobody")
                .hasMessageContaining("libtorch-nhwc");
    }
}
