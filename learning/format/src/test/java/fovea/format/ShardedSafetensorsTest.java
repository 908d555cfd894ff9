package fovea.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShardedSafetensorsTest {
    private static final NdArray A = NdArray.ofFloats(new long[] {2}, 1, 2);
    private static final NdArray B = NdArray.ofInts(new long[] {1, 1}, 3);

    @TempDir
    Path folder;

    @BeforeEach
    void write() {
        Safetensors.write(folder.resolve("model-1.safetensors"), new LinkedHashMap<>(Map.of("a", A)), Map.of());
        Safetensors.write(folder.resolve("model-2.safetensors"), new LinkedHashMap<>(Map.of("b", B)), Map.of());
    }

    private Path index(String json) {
        return Bytes.write(folder.resolve("model.safetensors.index.json"), json.replace('\'', '"'));
    }

    @Test
    void arraysComeFromTheFileThatTheIndexNames() {
        Path index = index("{'metadata':{'total_size':12,'x':[1]},"
                + "'weight_map':{'b':'model-2.safetensors','a':'model-1.safetensors'}}");
        try (ShardedSafetensors set = ShardedSafetensors.open(index)) {
            assertThat(set.arrays()).containsExactly(Map.entry("b", B), Map.entry("a", A));
        }
        assertThat(ShardedSafetensors.files(index)).containsExactly("model-2.safetensors", "model-1.safetensors");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[] => is no JSON object",
                "{} => has no weight_map",
                "{'weight_map':3} => no object",
                "{'weight_map':{},'weight_map':{}} => two of weight_map",
                "{'weight_map':{'a':'model-1.safetensors'}} x => not valid JSON",
                "{'weight_map':{'a':'model-1.safetensors','a':'model-1.safetensors'}} => 'a' twice",
                "{'weight_map':{'a':7}} => is in no file",
                "{'weight_map':{'a':'../x'}} => a file beside the index",
                "{'weight_map':{'a':'/etc/passwd'}} => a file beside the index",
                "{'weight_map':{'a':'..'}} => a file beside the index",
                "{'weight_map':{'a':'model-2.safetensors'}} => has no array 'a'",
                "{'weight_map':{'a':'gone.safetensors'}} => is missing",
                "{'weight_map':{'a' => not valid JSON",
            })
    void whatDoesNotFitIsRefused(String both) {
        String[] parts = both.split(" => ");
        Path index = index(parts[0]);
        assertThatExceptionOfType(FormatException.class)
                .isThrownBy(() -> ShardedSafetensors.open(index))
                .withMessageContaining(parts[1]);
    }
}
