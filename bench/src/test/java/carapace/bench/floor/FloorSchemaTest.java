package carapace.bench.floor;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FloorSchemaTest {

    @Test
    void sendsGuardedFunctionsToTheirCopies() {
        assertThat(FloorSchema.unguarded(FloorText.APPEND)).startsWith("select floor.append(?");
        assertThat(FloorSchema.unguarded(FloorText.BUDGET)).startsWith("select floor.spend(?");
        assertThat(FloorSchema.unguarded(FloorText.SPEND)).startsWith("select floor.spend(?");
    }

    @Test
    void leavesEverythingElseAlone() {
        assertThat(FloorSchema.unguarded(FloorText.AUTHORITY)).isEqualTo(FloorText.AUTHORITY);
        assertThat(FloorSchema.unguarded(FloorText.THREAD)).isEqualTo(FloorText.THREAD);
        assertThat(FloorSchema.unguarded(FloorText.HOT_FEED)).isEqualTo(FloorText.HOT_FEED);
    }
}
