package fovea.conformance;

import fovea.tensor.Finding;
import fovea.tensor.Tensor;
import java.util.function.UnaryOperator;

/** A tensor that can be written to: one of its own, or a view of another, which sees what is written and is changed by it. */
sealed interface Place {

    Tensor get();

    void set(Tensor values);

    /** A place of its own. */
    static Place of(Tensor value) {
        return new Whole(value);
    }

    /** What {@code view}, which only moves elements, makes of this place. */
    default Place view(UnaryOperator<Tensor> view) {
        return new View(this, view);
    }

    /** A tensor of its own. */
    final class Whole implements Place {
        private Tensor value;

        private Whole(Tensor value) {
            this.value = value;
        }

        @Override
        public Tensor get() {
            return value;
        }

        @Override
        public void set(Tensor values) {
            value = values.cast(value.dtype()).broadcastTo(value.shape());
        }
    }

    /** Some elements of another place. */
    record View(Place of, UnaryOperator<Tensor> view) implements Place {
        @Override
        public Tensor get() {
            return view.apply(of.get());
        }

        /** The view of the elements' numbers tells which elements it shows; those are exchanged. */
        @Override
        public void set(Tensor values) {
            Tensor whole = of.get();
            int n = Math.toIntExact(whole.shape().elements());
            Tensor places = view.apply(Tensor.arange(n).reshape(whole.shape()));
            if (places.shape().elements() == 0) {
                return;
            }
            Tensor written =
                    values.cast(whole.dtype()).broadcastTo(places.shape()).reshape(-1);
            Tensor from = new Finding.LastIndex(n).apply(places.reshape(-1));
            Tensor taken = written.take(0, from.maximum(0));
            of.set(from.ge(0).where(taken, whole.reshape(-1)).reshape(whole.shape()));
        }
    }
}
