package fovea.device;

import java.util.Comparator;
import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Collectors;

/** The devices on the module or class path. */
final class Devices {
    static final List<Device> ALL = ServiceLoader.load(Device.class, Device.class.getClassLoader()).stream()
            .map(ServiceLoader.Provider::get)
            .sorted(Comparator.comparingInt(Device::rank).reversed())
            .toList();

    private Devices() {}

    static List<Device> usable() {
        List<Device> usable =
                ALL.stream().filter(d -> d.unavailable().isEmpty()).toList();
        if (usable.isEmpty()) {
            throw new DeviceException(
                    "no device can be used here" + reasons(),
                    "add fovea.reference to the module or class path; it runs everywhere");
        }
        return usable;
    }

    static Device named(String name) {
        Device device = ALL.stream()
                .filter(d -> d.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new DeviceException(
                        "there is no device called " + name,
                        "choose one of " + ALL.stream().map(Device::name).collect(Collectors.joining(", "))));
        device.unavailable().ifPresent(reason -> {
            throw new DeviceException(
                    "the device " + name + " cannot be used here: " + reason, "leave the choice of device to Fovea");
        });
        return device;
    }

    private static String reasons() {
        return ALL.stream()
                .map(d -> System.lineSeparator() + "  " + d.name() + ": "
                        + d.unavailable().orElse(""))
                .collect(Collectors.joining());
    }
}
