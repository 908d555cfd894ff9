package fovea.results;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class EdgeFingerprintsTest {

    /** The published counts; a handful of pictures lie within the rounding of f32 between the two templates. */
    @Test
    void row16point10EightsAgainstOnesByEightEdgeFilters() {
        Examples train = Examples.of(RealSets.open("mnist").train());
        Examples rest = train.range(5_000, train.size());
        Map<String, Double> figures = EdgeFingerprints.byTemplates(
                rest.at(rest.where(label -> label == 8)), rest.at(rest.where(label -> label == 1)));
        assertThat(figures.get("true positives")).isCloseTo(5_223, Offset.offset(3.0));
        assertThat(figures.get("false positives")).isCloseTo(287, Offset.offset(3.0));
        assertThat(figures.get("false negatives")).isCloseTo(166, Offset.offset(3.0));
        assertThat(figures.get("true negatives")).isCloseTo(5_892, Offset.offset(3.0));
        assertThat(figures.get("accuracy")).isCloseTo(0.961, Offset.offset(0.0005));
    }
}
