package carapace.server.access;

/// How many items a page of a list may have.
public final class PageLimit {

    public static final int MAX = 100;

    private PageLimit() {}

    /// @throws Refusal unless the limit is 1 to [#MAX]
    public static void require(int limit) {
        if (limit < 1 || limit > MAX) {
            throw new Refusal(ProblemType.REQUEST_MALFORMED.because("limit must be 1 to " + MAX));
        }
    }
}
