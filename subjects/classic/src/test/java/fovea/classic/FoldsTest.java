package fovea.classic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FoldsTest {
    @Test
    void everyExampleIsHeldOutOnce() {
        Folds folds = new Folds(11, 3);
        assertThat(folds.all().stream().map(fold -> fold.held().length)).containsExactly(4, 4, 3);
        assertThat(folds.all().stream().flatMapToInt(fold -> IntStream.of(fold.held())))
                .containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10);
        assertThat(folds.all())
                .allSatisfy(fold -> assertThat(IntStream.concat(IntStream.of(fold.train()), IntStream.of(fold.held()))
                                .sorted())
                        .containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10));
    }

    @Test
    void foldsWithoutExamplesAreRefused() {
        assertThatThrownBy(() -> new Folds(4, 5)).hasMessageContaining("4 examples in 5 folds");
        assertThatThrownBy(() -> new Folds(4, 1)).hasMessageContaining("at least 2 folds");
    }
}
