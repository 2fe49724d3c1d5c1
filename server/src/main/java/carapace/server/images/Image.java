package carapace.server.images;

/// An image as it is served.
final class Image {

    private final ImageKind kind;
    private final byte[] bytes;

    /// @param bytes taken over, not copied
    Image(ImageKind kind, byte[] bytes) {
        this.kind = kind;
        this.bytes = bytes;
    }

    ImageKind kind() {
        return kind;
    }

    /// {@return not to be changed}
    byte[] bytes() {
        return bytes;
    }
}
