package carapace.protocol.record;

import org.jspecify.annotations.Nullable;

/// The name of an image: base64url of the SHA-256 of its bytes as they are served, 43 characters.
/// Whoever has the name can tell whether the bytes are the right ones.
public record ImageId(String value) {

    /// Stands in a record where an id could: there shall be no image.
    public static final String NONE = "none";

    /// @throws IllegalArgumentException when the text is no id in its canonical form
    public ImageId {
        new RecordId(value);
    }

    /// {@return the id in a record; null for [#NONE]}
    public static @Nullable String shown(String image) {
        return image.equals(NONE) ? null : image;
    }

    /// {@return the id of an image with these bytes}
    public static ImageId of(byte[] image) {
        return new ImageId(RecordId.of(image).value());
    }

    /// @param hash 32 bytes
    public static ImageId fromBytes(byte[] hash) {
        return new ImageId(RecordId.fromBytes(hash).value());
    }

    /// {@return the 32 bytes of the hash}
    public byte[] bytes() {
        return new RecordId(value).bytes();
    }

    /// {@return where each server serves it, such as `/images/Qb9c…`}
    public String path() {
        return "/images/" + value;
    }

    @Override
    public String toString() {
        return value;
    }
}
