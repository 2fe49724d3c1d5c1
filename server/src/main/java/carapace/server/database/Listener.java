package carapace.server.database;

/// Hears notifications of all nodes. Called by the threads that hear and commit; must return
/// quickly.
public interface Listener {

    void changed(String payload);

    /// Notifications may have been missed: forget whatever depends on them. Called again and again
    /// while the connection is down, so a cache that is emptied here is never stale for longer than
    /// a second.
    void gap();
}
