package fovea.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The contest itself: everyone is started and warmed, then all take turns in blocks of steps, so that whatever happens to the
 * machine meanwhile happens to all of them.
 *
 * <p>Who begins changes from round to round. The first step of each block is run and not counted: the caches then still hold
 * the neighbor's data.
 *
 * @param workload what is computed
 * @param home the folder {@code bench/}
 * @param warmup steps each does before anything is counted, beyond the {@link Agreement#STEPS} that are compared
 * @param rounds how often each has its turn
 * @param steps counted steps in a turn
 */
record Contest(Workload workload, Path home, int warmup, int rounds, int steps) {

    /**
     * The outcome.
     *
     * @param results one for each contestant, in the order they were given
     * @param foreignCores processors that others used during the rounds
     */
    record Outcome(List<Result> results, double foreignCores) {}

    Outcome run(List<Entry> entries) {
        List<Seat> seats = new ArrayList<>();
        try {
            for (Entry entry : entries) {
                seats.add(seat(entry));
                Seat first = seats.getFirst();
                Seat last = seats.getLast();
                Agreement.check(first.name(), first.losses, last.name(), last.losses);
            }
            seats.forEach(seat -> seat.process.run(warmup));
            ForeignLoad load = new ForeignLoad(
                    seats.stream().map(seat -> seat.process.handle()).toList());
            for (int round = 0; round < rounds; round++) {
                turn(seats, round);
            }
            double foreign = load.cores();
            return new Outcome(seats.stream().map(Seat::result).toList(), foreign);
        } finally {
            seats.forEach(seat -> seat.process.close());
        }
    }

    private void turn(List<Seat> seats, int round) {
        for (int i = 0; i < seats.size(); i++) {
            Seat seat = seats.get((i + round) % seats.size());
            List<Long> counted = seat.process.run(steps + 1).nanoseconds().subList(1, steps + 1);
            seat.rounds.add(counted.stream().map(time -> time / 1e6).toList());
            System.err.printf(
                    "round %d of %d  %-24s %9.3f ms%n",
                    round + 1,
                    rounds,
                    seat.name(),
                    Quantiles.of(seat.rounds.getLast()).median());
        }
    }

    private Seat seat(Entry entry) {
        System.err.println("starting " + entry.name());
        ContestantProcess process = new ContestantProcess(entry, workload, home);
        List<Float> losses = new ArrayList<>(process.firstStep().losses());
        losses.addAll(process.run(Agreement.STEPS - 1).losses());
        return new Seat(process, losses, new ArrayList<>());
    }

    private record Seat(ContestantProcess process, List<Float> losses, List<List<Double>> rounds) {

        String name() {
            return process.entry().name();
        }

        Result result() {
            return new Result(
                    name(),
                    process.version(),
                    process.entry().note(),
                    Quantiles.of(rounds.stream().flatMap(List::stream).toList()),
                    rounds.stream().map(round -> Quantiles.of(round).median()).toList(),
                    process.peakBytes(),
                    process.firstStepSeconds(),
                    losses);
        }
    }
}
