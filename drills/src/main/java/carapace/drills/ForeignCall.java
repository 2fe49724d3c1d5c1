package carapace.drills;

import java.util.stream.Collectors;

/// A call of one of the server's functions with somebody else's things for arguments.
public final class ForeignCall {

    private ForeignCall() {}

    /// {@return the call as an expression}
    public static String of(Schema.Function function, Victim victim) {
        return function.types().stream()
                .map(type -> argument(type, victim))
                .collect(Collectors.joining(", ", function.name() + "(", ")"));
    }

    private static String argument(String type, Victim victim) {
        var post = "'\\x%s'::bytea".formatted(Victim.hex(victim.post()));
        return switch (type) {
            case "text" -> "'%s'".formatted(victim.handle());
            case "text[]" -> "array['post.create']";
            case "bytea" -> post;
            case "bytea[]" -> "array[%s]".formatted(post);
            case "timestamp with time zone" -> "transaction_timestamp()";
            case "smallint", "integer", "bigint", "double precision" -> "1::" + type;
            case "boolean" -> "true";
            default -> "null::" + type;
        };
    }
}
