package fovea.device;

/** A device that cannot do what was asked: missing, out of memory, or refused by its library. */
public final class DeviceException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /**
     * @param found what happened, with shapes or bytes
     * @param remedy what to do
     */
    public DeviceException(String found, String remedy) {
        super(found + System.lineSeparator() + "  " + remedy);
    }
}
