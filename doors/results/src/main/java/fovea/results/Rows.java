package fovea.results;

import java.util.List;
import java.util.stream.Stream;

/** Every row there is. */
public final class Rows {
    private Rows() {}

    /** All of them, lecture by lecture. */
    public static List<Row> all() {
        return Stream.of(
                        Lecture2.rows(),
                        Lecture3.rows(),
                        Lecture4.rows(),
                        Lecture5.rows(),
                        Lecture6.rows(),
                        Lecture7.rows(),
                        Lecture9.rows(),
                        Lecture16.rows())
                .flatMap(List::stream)
                .toList();
    }
}
