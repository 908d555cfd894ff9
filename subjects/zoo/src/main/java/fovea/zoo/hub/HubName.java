package fovea.zoo.hub;

import fovea.data.DataException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A model on Hugging Face's hub, written {@code ORG/NAME}, {@code ORG/NAME@REVISION} or with {@code :FILE} behind.
 *
 * @param repository such as {@code timm/resnet18.tv_in1k}
 * @param revision a branch, tag or commit; {@code main} if none is said
 * @param file in it, where one is said
 */
public record HubName(String repository, String revision, Optional<String> file) {
    private static final Pattern FORM = Pattern.compile("([\\w.-]+/[\\w.-]+)(?:@([\\w./-]+))?(?::([\\w./ -]+))?");

    /** Whether {@code text} has that form. */
    public static boolean isOne(String text) {
        Matcher matcher = FORM.matcher(text);
        return matcher.matches() && !text.contains("..") && !text.startsWith(".");
    }

    /** The name that {@code text} is. */
    public static HubName of(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!isOne(text) || !matcher.matches()) {
            throw new DataException(
                    "'%s' is no name of a model".formatted(text),
                    "write it as ORG/NAME, such as timm/resnet18.tv_in1k");
        }
        String revision = matcher.group(2);
        return new HubName(
                matcher.group(1), revision == null ? "main" : revision, Optional.ofNullable(matcher.group(3)));
    }
}
