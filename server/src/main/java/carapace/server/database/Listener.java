package carapace.server.database;

/// Hears notifications of all nodes. Called by one thread at a time; must return quickly.
public interface Listener {

    void changed(String payload);

    /// Notifications may have been missed: forget whatever depends on them. Called again and again
    /// while the connection is down, so a cache that is emptied here is never stale for longer than
    /// a second.
    void gap();
}
