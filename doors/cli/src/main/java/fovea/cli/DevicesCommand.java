package fovea.cli;

import fovea.device.Device;
import java.io.PrintStream;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

/** Lists where one can compute. */
@Command(
        name = "devices",
        mixinStandardHelpOptions = true,
        description = "Lists the devices, which of them is used, and why others cannot be.")
final class DevicesCommand implements Callable<Integer> {
    @ParentCommand
    private Main main = new Main(new Terminal(System.out, System.err, false, false));

    @Override
    public Integer call() {
        PrintStream out = main.terminal().out();
        Device used = Device.best();
        for (Device device : Device.all()) {
            String state = device.unavailable()
                    .map(why -> "cannot be used here: " + why)
                    .orElse(device.description() + (device.equals(used) ? " (used)" : ""));
            out.printf("%-12s %s%n", device.name(), state);
        }
        return 0;
    }
}
