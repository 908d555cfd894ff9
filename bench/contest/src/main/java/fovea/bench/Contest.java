package fovea.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The contest itself: everyone is started and warmed, then all take turns, so that whatever happens to the machine meanwhile happens
 * to all of them. Who begins changes from round to round.
 *
 * @param workload what is computed
 * @param home the folder {@code bench/}
 * @param warmup seconds each runs before anything is counted
 * @param rounds how often each has its turn
 * @param seconds each runs in all its turns together
 */
record Contest(Workload workload, Path home, double warmup, int rounds, double seconds) {

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
                workload.check(first.name(), first.values, last.name(), last.values);
            }
            for (Seat seat : seats) {
                Turn _ = seat.process.turn(warmup);
            }
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
            List<Double> samples = seat.process.turn(seconds / rounds).nanoseconds();
            seat.rounds.add(samples.stream().map(time -> time / 1e6).toList());
            System.err.printf(
                    "%s, round %d of %d  %-24s %9.3f ms%n",
                    workload.name(),
                    round + 1,
                    rounds,
                    seat.name(),
                    Quantiles.of(seat.rounds.getLast()).median());
        }
    }

    private Seat seat(Entry entry) {
        System.err.println(workload.name() + ", starting " + entry.name());
        ContestantProcess process = new ContestantProcess(entry, workload, home);
        List<float[]> values = new ArrayList<>(List.of(process.firstStep()));
        while (values.size() < Agreement.STEPS) {
            values.add(process.step());
        }
        return new Seat(process, values, new ArrayList<>());
    }

    private record Seat(ContestantProcess process, List<float[]> values, List<List<Double>> rounds) {

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
                    values.stream().map(value -> value[0]).toList());
        }
    }
}
