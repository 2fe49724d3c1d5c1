package carapace.server.search;

import carapace.server.database.Caller;
import carapace.server.database.Database;
import carapace.server.database.Tx;
import carapace.server.search.TextQueries.Text;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Component;

/// All keeping and asking of `search.spellings`.
@Component
class SpellingQueries {

    /// As many as are looked at for a question: ten words with some twenty spellings each.
    private static final int NEAR_MAX = 500;

    private static final String NEAR =
            """
            select s.spelling, s.word from search.spellings s where s.spelling = any (?) limit ?
            """;

    private static final String UTTER =
            """
            select word from search.utter(?, ?) word
            """;

    private static final String FORGET =
            """
            select search.forget_uttered(?)
            """;

    private static final String SPELL =
            """
            select search.spell(?, ?)
            """;

    private final Database database;

    SpellingQueries(Database database) {
        this.database = database;
    }

    /// {@return the question with words that are known in place of those that are not; none when
    /// there is nothing to replace}
    Optional<String> corrected(Caller caller, String question) {
        var asked = List.copyOf(Spelling.words(question));
        if (asked.isEmpty()) {
            return Optional.empty();
        }
        var bySpelling = new HashMap<String, Set<String>>();
        var spellings = asked.stream().flatMap(it -> Spelling.spellings(it).stream()).toList();
        database.list(
                caller,
                NEAR,
                row ->
                        bySpelling
                                .computeIfAbsent(row.string(1), _ -> new HashSet<>())
                                .add(row.string(2)),
                spellings,
                NEAR_MAX);
        var from = new ArrayList<String>();
        var to = new ArrayList<String>();
        for (var word : asked) {
            var near = new HashSet<String>();
            for (var spelling : Spelling.spellings(word)) {
                near.addAll(bySpelling.getOrDefault(spelling, Set.of()));
            }
            Spelling.nearest(word, near)
                    .ifPresent(nearest -> {
                        from.add(word);
                        to.add(nearest);
                    });
        }
        return from.isEmpty()
                ? Optional.empty()
                : Optional.of(Spelling.replaced(question, from, to));
    }

    /// Takes note of the words in titles and names.
    ///
    /// @param tx in the node's name
    static void learn(Kind kind, List<Text> texts, Tx tx) {
        var authors = new ArrayList<String>();
        var words = new ArrayList<String>();
        for (var text : texts) {
            for (var word : Spelling.words(text.title())) {
                authors.add(text.author());
                words.add(word);
            }
        }
        if (words.isEmpty()) {
            return;
        }
        switch (kind) {
            case POST -> spell(tx.list(UTTER, row -> row.string(1), authors, words), tx);
            case AGENT, COMMUNITY -> spell(names(texts), tx);
            case COMMENT -> {}
        }
    }

    /// A display name says what its agent likes; the name itself is everybody's word for it.
    private static Set<String> names(List<Text> texts) {
        var names = new HashSet<String>();
        texts.forEach(it -> names.addAll(Spelling.words(it.name())));
        return names;
    }

    private static void spell(Collection<String> words, Tx tx) {
        var spellings = new ArrayList<String>();
        var of = new ArrayList<String>();
        for (var word : words) {
            for (var spelling : Spelling.spellings(word)) {
                spellings.add(spelling);
                of.add(word);
            }
        }
        if (!of.isEmpty()) {
            tx.list(SPELL, _ -> true, spellings, of);
        }
    }

    /// Forgets what too few have written yet of all that these agents wrote.
    static void forget(List<String> authors, Tx tx) {
        tx.list(FORGET, _ -> true, authors);
    }
}
