package fovea.train;

/**
 * How far a run has come, to the batch; with the sums that the numbers of its current epoch are made of. A run that goes on from here ends
 * as one that never stopped.
 *
 * @param epoch epochs behind it, evaluation included
 * @param batch batches of the current epoch behind it
 * @param step steps of the whole run behind it
 * @param lossSum of the current epoch, over images, nats
 * @param correct images of the current epoch answered right
 * @param seen images of the current epoch
 * @param epochSeconds spent on steps in the current epoch
 * @param seconds of the whole run, evaluation included
 * @param best the best held-out accuracy so far, 0 to 1; −1 before the first
 * @param bestEpoch epochs behind it when it was first that good
 */
public record Position(
        int epoch,
        int batch,
        long step,
        double lossSum,
        long correct,
        long seen,
        double epochSeconds,
        double seconds,
        double best,
        int bestEpoch) {

    /** Before the first step. */
    public static final Position START = new Position(0, 0, 0, 0, 0, 0, 0, 0, -1, 0);

    /** After another step, from so many {@code batches}, over whose {@code images} the mean loss was {@code loss}. */
    Position afterStep(int batches, double loss, int right, long images, double took) {
        return new Position(
                epoch,
                batch + batches,
                step + 1,
                lossSum + loss * images,
                correct + right,
                seen + images,
                epochSeconds + took,
                seconds + took,
                best,
                bestEpoch);
    }

    /** At the beginning of the next epoch. */
    Position afterEpoch(double accuracy, double took) {
        boolean better = accuracy > best;
        return new Position(
                epoch + 1,
                0,
                step,
                0,
                0,
                0,
                0,
                seconds + took,
                better ? accuracy : best,
                better ? epoch + 1 : bestEpoch);
    }

    /** Mean loss of the current epoch so far, nats. */
    public double loss() {
        return lossSum / Math.max(1, seen);
    }

    /** The part of the current epoch's images that was answered right, 0 to 1. */
    public double accuracy() {
        return correct / (double) Math.max(1, seen);
    }

    /** Images a second in the current epoch, evaluation left out; 0 before the first. */
    public double imagesPerSecond() {
        return epochSeconds == 0 ? 0 : seen / epochSeconds;
    }
}
