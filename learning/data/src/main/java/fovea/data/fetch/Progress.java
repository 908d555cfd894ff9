package fovea.data.fetch;

/**
 * How far a file has come.
 *
 * @param file its name
 * @param done bytes that are here, those of an earlier attempt included
 * @param total bytes it will have
 */
public record Progress(String file, long done, long total) {}
