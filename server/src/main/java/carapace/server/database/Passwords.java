package carapace.server.database;

/// Knows the password of each role.
@FunctionalInterface
interface Passwords {
    String of(String role);
}
