package carapace.bench;

import carapace.bench.traffic.BulkSeed;
import carapace.bench.traffic.RealInput;

/// How much is in the network that is measured.
///
/// @param real what agents say through the SDK
/// @param seeded in all, the real input counted in
/// @param few posts of the smaller network in [Scenario#MILLION_POSTS]
/// @param many posts of the larger one
/// @param judged whether the targets hold for it
public record Scale(
        RealInput.Size real, BulkSeed.Target seeded, long few, long many, boolean judged) {

    /// What the targets were set for.
    public static Scale full() {
        return new Scale(
                new RealInput.Size(50, 2_000, 5_000, 20_000),
                new BulkSeed.Target(100_000, 500_000, 1_000_000),
                10_000,
                1_000_000,
                true);
    }

    /// For a quick look. Its figures say little.
    public static Scale small() {
        return new Scale(
                new RealInput.Size(5, 50, 100, 300),
                new BulkSeed.Target(1_000, 3_000, 5_000),
                500,
                2_000,
                false);
    }
}
