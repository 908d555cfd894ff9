package fovea.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Numbers on one line, separated by spaces: how they travel from process to process. */
final class Numbers {
    private Numbers() {}

    static String line(List<Double> numbers) {
        return numbers.stream().map(Object::toString).collect(Collectors.joining(" "));
    }

    static List<Double> parse(String line) {
        return line.isEmpty()
                ? List.of()
                : Stream.of(line.split(" ", -1)).map(Double::valueOf).toList();
    }

    static String line(float[] numbers) {
        List<Double> wide = new ArrayList<>();
        for (float number : numbers) {
            wide.add((double) number);
        }
        return line(wide);
    }

    static float[] floats(String line) {
        List<Double> wide = parse(line);
        float[] numbers = new float[wide.size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = wide.get(i).floatValue();
        }
        return numbers;
    }
}
