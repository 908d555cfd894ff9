package fovea.conformance;

import fovea.format.NdArray;
import fovea.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;

/** What comes of a case, by key, as it comes. */
final class Results {
    private final Map<String, NdArray> arrays = new LinkedHashMap<>();

    Results with(String key, Tensor tensor) {
        return with(key, Elements.array(tensor));
    }

    Results with(String key, NdArray array) {
        arrays.put(key, array);
        return this;
    }

    Map<String, NdArray> arrays() {
        return arrays;
    }
}
