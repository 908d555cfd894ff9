package fovea.train.check;

import fovea.device.Region;
import fovea.tensor.Tensor;
import java.util.List;
import java.util.function.Consumer;

/**
 * All examinations, the quick ones first.
 *
 * @param findings in that order
 */
public record Checkup(List<Examination> findings) {

    /** Copies the list. */
    public Checkup {
        findings = List.copyOf(findings);
    }

    /**
     * Examines a network.
     *
     * @param listener told each finding as it is there
     */
    public static Checkup of(Subject subject, Consumer<Examination> listener) {
        List<Examination> findings = new java.util.ArrayList<>();
        Region.run(() -> {
            List<Tensor> batch = subject.batch();
            findings.add(told(ChanceLoss.of(subject, batch), listener));
            findings.add(told(RegularizedLoss.of(subject, batch), listener));
            findings.add(told(Activities.of(subject, batch), listener));
            findings.add(told(Updates.of(subject, batch), listener));
        });
        findings.add(told(Overfitting.of(subject), listener));
        findings.add(told(RateRange.of(subject), listener));
        return new Checkup(findings);
    }

    private static Examination told(Examination found, Consumer<Examination> listener) {
        listener.accept(found);
        return found;
    }

    /** Whether nothing was found that should be otherwise. */
    public boolean isSound() {
        return findings.stream().allMatch(Examination::isSound);
    }
}
