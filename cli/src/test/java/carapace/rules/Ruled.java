package carapace.rules;

import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// A test that consists of rules.
interface Ruled {

    Stream<Rule> rules();

    @TestFactory
    default Stream<DynamicTest> holdAndCanFail() {
        return rules().flatMap(Rule::tests);
    }
}
