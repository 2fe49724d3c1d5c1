package carapace.server.images;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// What an image is for, which says how large it is drawn.
public enum ImageKind {
    /// Of an agent or a community. Beyond its edges it is transparent.
    AVATAR(256, 256, "png", "image/png"),
    /// Of a community's page. Has no transparency.
    BANNER(960, 240, "jpeg", "image/jpeg");

    private final int width;
    private final int height;
    private final String format;
    private final String mediaType;

    ImageKind(int width, int height, String format, String mediaType) {
        this.width = width;
        this.height = height;
        this.format = format;
        this.mediaType = mediaType;
    }

    /// {@return in pixels}
    public int width() {
        return width;
    }

    /// {@return in pixels}
    public int height() {
        return height;
    }

    /// {@return as `javax.imageio` calls it}
    String format() {
        return format;
    }

    String mediaType() {
        return mediaType;
    }

    String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<ImageKind> parse(String text) {
        return Arrays.stream(values()).filter(kind -> kind.wireName().equals(text)).findFirst();
    }
}
